using ReasoningGrains.Attention.Routing;

namespace ReasoningGrains.Inference.Engine;

/// <summary>One step of a generation.</summary>
/// <param name="Token">Its id; -1 in a last element that carries only the end or held-back text.</param>
/// <param name="Text">Text that is safe to show: whole characters, no part of a stop text. May be empty.</param>
/// <param name="End">Set in the last element.</param>
public readonly record struct GeneratedToken(int Token, string Text, GenerationEnd? End)
{
    /// <summary>Natural log-probability of the token; NaN when not asked for, and of tokens that were generated before a cut.</summary>
    public float LogProb { get; init; } = float.NaN;

    /// <summary>The likeliest tokens and their log-probabilities, when asked for.</summary>
    public IReadOnlyList<(int Token, float LogProb)> Alternatives { get; init; } = [];

    /// <summary>Context tokens whose keys and values were there already; 0 in elements that tell again what was generated before a cut.</summary>
    public int CachedTokens { get; init; }

    /// <summary>W_t; set in the last element of a routed generation.</summary>
    public BlockWeights? Weights { get; init; }
}

/// <summary>Why a generation ended.</summary>
public enum GenerationEnd
{
    /// <summary>A stop token; it is reported with empty text.</summary>
    StopToken,
    StopText,
    MaxTokens,

    /// <summary>The longest context is reached.</summary>
    ContextFull,
    Cancelled,
}
