namespace ReasoningGrains.Inference.Sampling;

internal static class Penalties
{
    /// <summary>Changes logits by bias and by what was said before.</summary>
    public static void Apply(Span<float> logits, ReadOnlySpan<int> context, SamplingState state)
    {
        var options = state.Options;
        if (options.LogitBias is { } bias)
        {
            foreach (var (token, value) in bias)
            {
                if ((uint)token < (uint)logits.Length)
                {
                    logits[token] += value;
                }
            }
        }

        if (options.RepetitionPenalty != 1)
        {
            Repetition(logits, context, options.RepetitionPenalty);
        }

        if (state.Generated is { } generated)
        {
            foreach (var (token, count) in generated)
            {
                logits[token] -= options.PresencePenalty + (options.FrequencyPenalty * count);
            }
        }
    }

    /// <summary>Once for each distinct token, however often it stands in the context.</summary>
    private static void Repetition(Span<float> logits, ReadOnlySpan<int> context, float penalty)
    {
        Span<ulong> seen = new ulong[(logits.Length + 63) / 64];
        foreach (var token in context)
        {
            var bit = 1UL << (token & 63);
            if ((seen[token >> 6] & bit) == 0)
            {
                seen[token >> 6] |= bit;
                logits[token] = logits[token] > 0 ? logits[token] / penalty : logits[token] * penalty;
            }
        }
    }
}
