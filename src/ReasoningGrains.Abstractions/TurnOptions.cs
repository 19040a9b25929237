namespace ReasoningGrains;

/// <summary>How one turn is generated. Unset values take the model's or the server's default.</summary>
[GenerateSerializer, Immutable, Alias("reasoninggrains.TurnOptions")]
public sealed record TurnOptions
{
    public static TurnOptions Default { get; } = new();

    /// <summary>Stands before the conversation's own system messages, in this turn alone.</summary>
    [Id(0)] public string? Instructions { get; init; }

    /// <summary>Upper bound of generated tokens, reasoning included; null is the model's trained window.</summary>
    [Id(1)] public int? MaxOutputTokens { get; init; }

    /// <summary>0 is greedy; up to 2.</summary>
    [Id(2)] public float? Temperature { get; init; }

    /// <summary>Nucleus sampling: the smallest set of tokens with this probability, in (0, 1].</summary>
    [Id(3)] public float? TopP { get; init; }

    /// <summary>Only the k likeliest tokens; 0 is all.</summary>
    [Id(4)] public int? TopK { get; init; }

    /// <summary>Only tokens at least this fraction as likely as the likeliest, in [0, 1].</summary>
    [Id(5)] public float? MinP { get; init; }

    /// <summary>Divides the logits of tokens already seen (CTRL, arXiv 1909.05858); 1 is off.</summary>
    [Id(6)] public float? RepetitionPenalty { get; init; }

    /// <summary>Subtracted once from the logits of generated tokens, in [-2, 2].</summary>
    [Id(7)] public float? PresencePenalty { get; init; }

    /// <summary>Subtracted from the logits of generated tokens once for each time, in [-2, 2].</summary>
    [Id(8)] public float? FrequencyPenalty { get; init; }

    /// <summary>Added to the logits of these token ids, in [-100, 100].</summary>
    [Id(9)] public IReadOnlyDictionary<int, float>? LogitBias { get; init; }

    /// <summary>Same seed, same context, same W, same text, while the turn is alone in the engine.</summary>
    [Id(10)] public long? Seed { get; init; }

    /// <summary>Texts that end the answer; they are not part of it.</summary>
    [Id(11)] public IReadOnlyList<string>? Stop { get; init; }

    /// <summary>Log-probabilities of the chosen token and of this many alternatives (0 to 20); null is none.</summary>
    [Id(12)] public int? TopLogProbs { get; init; }

    /// <summary><c>none</c>, <c>minimal</c>, <c>low</c>, <c>medium</c>, <c>high</c>, <c>xhigh</c> or <c>max</c>.</summary>
    [Id(13)] public string? ReasoningEffort { get; init; }

    /// <summary>What a turn does when another one runs on the conversation.</summary>
    [Id(14)] public BusyPolicy WhenBusy { get; init; }

    /// <summary>Turns with a higher priority are scheduled first.</summary>
    [Id(15)] public int Priority { get; init; }

    /// <summary>The caller's own keys and values, kept with the turn.</summary>
    [Id(16)] public IReadOnlyDictionary<string, string>? Metadata { get; init; }

    /// <summary>Which blocks of the past are attended.</summary>
    [Id(17)] public AttentionOptions? Attention { get; init; }

    /// <summary>Whoever asked does not wait for the answer; null is no.</summary>
    [Id(18)] public bool? Background { get; init; }
}

/// <summary>What a turn does when another one runs on its conversation. Turns are never interleaved.</summary>
public enum BusyPolicy
{
    /// <summary>Runs after it.</summary>
    Wait,

    /// <summary>Is refused with <see cref="ErrorCodes.Busy"/>.</summary>
    Refuse,
}
