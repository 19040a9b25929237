using ReasoningGrains.Inference.Sampling;
using ReasoningGrains.Models.Sampling;

namespace ReasoningGrains.Conversations.Workers;

/// <summary>How a turn is sampled: as it asks, filled in with what its model brings.</summary>
internal static class SamplingChoice
{
    /// <summary>Needs no default of the model any more: this is what is journalled.</summary>
    public static TurnOptions Complete(TurnOptions asked, SamplingDefaults model) => asked with
    {
        Temperature = asked.Temperature ?? model.Temperature,
        TopK = asked.TopK ?? model.TopK,
        TopP = asked.TopP ?? model.TopP,
        MinP = asked.MinP ?? model.MinP,
        RepetitionPenalty = asked.RepetitionPenalty ?? model.RepetitionPenalty,
    };

    /// <summary>The engine's options of journalled ones. What is open there was left open by a release that sampled the whole distribution.</summary>
    public static SamplingOptions Of(TurnOptions journalled, long seed) => new()
    {
        LogitBias = journalled.LogitBias,
        RepetitionPenalty = journalled.RepetitionPenalty ?? SamplingDefaults.Whole.RepetitionPenalty,
        PresencePenalty = journalled.PresencePenalty ?? 0,
        FrequencyPenalty = journalled.FrequencyPenalty ?? 0,
        Temperature = journalled.Temperature ?? SamplingDefaults.Whole.Temperature,
        TopK = journalled.TopK ?? SamplingDefaults.Whole.TopK,
        TopP = journalled.TopP ?? SamplingDefaults.Whole.TopP,
        MinP = journalled.MinP ?? SamplingDefaults.Whole.MinP,
        Seed = seed,
    };
}
