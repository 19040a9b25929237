namespace ReasoningGrains.Inference.Sampling;

/// <summary>How the next token is drawn from the logits. The steps are applied in the order of these properties.</summary>
public sealed record SamplingOptions
{
    public static SamplingOptions Greedy { get; } = new() { Temperature = 0 };

    /// <summary>Added to the logits of these ids.</summary>
    public IReadOnlyDictionary<int, float>? LogitBias { get; init; }

    /// <summary>Divides positive and multiplies negative logits of all tokens in the context; 1 is off (CTRL, arXiv 1909.05858).</summary>
    public float RepetitionPenalty { get; init; } = 1;

    /// <summary>Subtracted once from the logits of generated tokens.</summary>
    public float PresencePenalty { get; init; }

    /// <summary>Subtracted from the logits of generated tokens, once for each time.</summary>
    public float FrequencyPenalty { get; init; }

    /// <summary>0 takes the likeliest token.</summary>
    public float Temperature { get; init; } = 1;

    /// <summary>Only the k likeliest; 0 is all.</summary>
    public int TopK { get; init; }

    /// <summary>The smallest set with this probability.</summary>
    public float TopP { get; init; } = 1;

    /// <summary>Only tokens at least this fraction as likely as the likeliest.</summary>
    public float MinP { get; init; }

    /// <summary>Of the generator that draws; the same seed alone in the engine gives the same tokens.</summary>
    public long Seed { get; init; }
}
