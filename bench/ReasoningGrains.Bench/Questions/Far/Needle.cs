using ReasoningGrains.Bench.Questions.Memory;

namespace ReasoningGrains.Bench.Questions.Far;

/// <summary>A code that is told once and asked for at the end.</summary>
/// <param name="Depth">Where in the conversation it is told at the earliest, of 1.</param>
/// <param name="Place">What it opens.</param>
/// <param name="Code">Five digits.</param>
internal sealed record Needle(double Depth, string Place, string Code)
{
    private static readonly string[] Places = ["lighthouse", "observatory", "greenhouse", "monastery", "shipyard"];

    public IReadOnlyList<MemoryMessage> Told =>
    [
        new("user", $"Please remember that the entry code of the {Place} is {Code}."),
        new("assistant", $"I will remember the entry code of the {Place}."),
    ];

    public MemoryMessage Question => new("user", $"What is the entry code of the {Place}?");

    /// <summary>How the answer begins; the code is what follows.</summary>
    public string Opening => $"The entry code of the {Place} is";

    /// <summary>Needles all along a conversation, the first at its start.</summary>
    public static IReadOnlyList<Needle> Draw(int seed)
    {
        var random = new Random(seed);
        return [.. Places.Select((place, i) => new Needle((double)i / Places.Length, place, $"{random.Next(10_000, 100_000)}"))];
    }
}
