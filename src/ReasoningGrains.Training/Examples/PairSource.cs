namespace ReasoningGrains.Training.Examples;

/// <summary>Pairs of tokens, then all first tokens again in another order: what stood behind each is to be said. Needs no tokenizer; shows within minutes whether a training works.</summary>
internal sealed class PairSource(int vocabulary, int seed, int longest) : IExampleSource
{
    private const int MostPairs = 6;

    public TrainingExample Draw(long index, double progress)
    {
        var random = new Random(Mixed(index));
        var keys = Enumerable.Range(0, vocabulary).ToArray();
        random.Shuffle(keys);
        keys = keys[..Math.Min(Math.Min(MostPairs, vocabulary), longest / 4)];
        (int Key, int Value)[] pairs = [.. keys.Select(key => (key, random.Next(vocabulary)))];
        int[] told = [.. pairs.SelectMany(p => new[] { p.Key, p.Value })];
        random.Shuffle(pairs);
        int[] tokens = [.. told, .. pairs.SelectMany(p => new[] { p.Key, p.Value })];
        return new TrainingExample(tokens, [.. tokens.Select((_, i) => i >= told.Length && i % 2 == 1)]);
    }

    private int Mixed(long index) => unchecked((int)(((ulong)index * 0x9E3779B97F4A7C15UL >> 32) ^ ((uint)seed * 0x85EBCA6BU)));
}
