namespace ReasoningGrains.Inference.Sampling;

/// <summary>What sampling remembers of one sequence: its random numbers and how often it generated each token.</summary>
internal sealed class SamplingState(SamplingOptions options)
{
    private readonly Random random = new(unchecked((int)(options.Seed ^ (options.Seed >> 32))));
    private readonly Dictionary<int, int>? generated = options.PresencePenalty != 0 || options.FrequencyPenalty != 0 ? [] : null;

    public SamplingOptions Options => options;

    public IReadOnlyDictionary<int, int>? Generated => generated;

    /// <summary>Uniform in [0, 1).</summary>
    public double Draw() => random.NextDouble();

    public void Count(int token)
    {
        if (generated is not null)
        {
            generated[token] = generated.GetValueOrDefault(token) + 1;
        }
    }
}
