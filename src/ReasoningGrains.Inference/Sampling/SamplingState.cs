namespace ReasoningGrains.Inference.Sampling;

/// <summary>What sampling remembers of one sequence: how many tokens it generated and how often each. The random number of a token depends on seed
/// and position alone, so a generation that was cut off goes on as it would have.</summary>
internal sealed class SamplingState(SamplingOptions options)
{
    private readonly Dictionary<int, int>? generated = options.PresencePenalty != 0 || options.FrequencyPenalty != 0 ? [] : null;
    private ulong position;

    public SamplingOptions Options => options;

    public IReadOnlyDictionary<int, int>? Generated => generated;

    /// <summary>Uniform in [0, 1): SplitMix64 (Steele, Lea, Flood 2014) of the seed, at the position.</summary>
    public double Draw() => (Mix(Mix((ulong)options.Seed) + ((position + 1) * 0x9E3779B97F4A7C15)) >> 11) * (1.0 / (1UL << 53));

    public void Count(int token)
    {
        position++;
        if (generated is not null)
        {
            generated[token] = generated.GetValueOrDefault(token) + 1;
        }
    }

    private static ulong Mix(ulong z)
    {
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }
}
