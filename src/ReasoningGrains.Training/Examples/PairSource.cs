namespace ReasoningGrains.Training.Examples;

/// <summary>Pairs of tokens, then one of the first tokens again: what stood behind it is to be said. Needs no tokenizer; shows within minutes whether a training works.</summary>
internal sealed class PairSource(int vocabulary, int seed, int longest) : IExampleSource
{
    private const int MostPairs = 8;

    public TrainingExample Draw(long index, double progress)
    {
        var random = new Random(HashCode(index));
        var count = Math.Min(MostPairs, (longest - 2) / 2);
        var keys = Enumerable.Range(0, vocabulary).OrderBy(_ => random.Next()).Take(count).ToArray();
        var values = keys.Select(_ => random.Next(vocabulary)).ToArray();
        var asked = random.Next(count);
        int[] tokens = [.. keys.Zip(values).SelectMany(p => new[] { p.First, p.Second }), keys[asked], values[asked]];
        return new TrainingExample(tokens, [.. tokens.Select((_, i) => i == tokens.Length - 1)]);
    }

    private int HashCode(long index) => unchecked((int)(((ulong)index * 0x9E3779B97F4A7C15UL >> 32) ^ ((uint)seed * 0x85EBCA6BU)));
}
