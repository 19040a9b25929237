using ReasoningGrains.Inference.Sampling;

namespace ReasoningGrains.Conversations.Workers;

/// <summary>A turn's options with what they leave open filled in.</summary>
internal static class SamplingDefaults
{
    public static SamplingOptions Of(TurnOptions options, long seed) => new()
    {
        LogitBias = options.LogitBias,
        RepetitionPenalty = options.RepetitionPenalty ?? 1,
        PresencePenalty = options.PresencePenalty ?? 0,
        FrequencyPenalty = options.FrequencyPenalty ?? 0,
        Temperature = options.Temperature ?? 1,
        TopK = options.TopK ?? 0,
        TopP = options.TopP ?? 1,
        MinP = options.MinP ?? 0,
        Seed = seed,
    };
}
