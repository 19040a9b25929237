using ReasoningGrains.Inference.Engine;

namespace ReasoningGrains.Inference.Sampling;

/// <summary>What the loop hands to a sequence's reader after a step.</summary>
internal readonly record struct SampledToken(int Token, float LogProb, (int Token, float LogProb)[]? Alternatives, GenerationEnd? End)
{
    /// <summary>An end without a token.</summary>
    public static SampledToken Ended(GenerationEnd end) => new(-1, float.NaN, null, end);
}
