namespace ReasoningGrains.Training.Llama;

/// <summary>A sequence among packed ones.</summary>
/// <param name="Start">Its first row.</param>
/// <param name="Length">Its tokens.</param>
internal readonly record struct Sequence(int Start, int Length)
{
    public static Sequence[] Packed(IEnumerable<int> lengths)
    {
        var start = 0;
        return [.. lengths.Select(length => new Sequence((start += length) - length, length))];
    }
}
