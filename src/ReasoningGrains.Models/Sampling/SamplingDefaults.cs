namespace ReasoningGrains.Models.Sampling;

/// <summary>How a model is sampled where a request does not say. What the model's files leave open are llama.cpp's defaults, without its top-k of 40.</summary>
public sealed record SamplingDefaults
{
    /// <summary>The distribution as the model gives it, nothing cut off.</summary>
    public static SamplingDefaults Whole { get; } = new() { Temperature = 1, TopP = 1, MinP = 0 };

    /// <summary>0 takes the likeliest token.</summary>
    public float Temperature { get; init; } = 0.8f;

    /// <summary>Only the k likeliest; 0 is all.</summary>
    public int TopK { get; init; }

    /// <summary>The smallest set with this probability.</summary>
    public float TopP { get; init; } = 0.95f;

    /// <summary>Only tokens at least this fraction as likely as the likeliest.</summary>
    public float MinP { get; init; } = 0.05f;

    /// <summary>Divides the logits of tokens already seen; 1 is off.</summary>
    public float RepetitionPenalty { get; init; } = 1;
}
