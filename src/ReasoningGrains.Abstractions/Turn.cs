namespace ReasoningGrains;

/// <summary>A request to let the model answer.</summary>
[GenerateSerializer, Immutable, Alias("reasoninggrains.TurnRequest")]
public sealed record TurnRequest
{
    /// <summary>Chosen by the caller. A turn runs once: asking again with the same id and body follows the same turn.</summary>
    [Id(0)] public required string TurnId { get; init; }

    /// <summary>Items to add before the model answers; may be empty.</summary>
    [Id(1)] public required IReadOnlyList<Item> Input { get; init; }

    [Id(2)] public TurnOptions Options { get; init; } = TurnOptions.Default;

    /// <summary>The last turn that the caller knows; another one since is refused with <see cref="ErrorCodes.HeadMoved"/>. Null does not ask.</summary>
    [Id(3)] public string? AfterTurn { get; init; }

    /// <summary>True: nobody comes back to the conversation, so a process that dies in this turn leaves nothing of it to the next one.</summary>
    [Id(4)] public bool? Transient { get; init; }
}

/// <summary>A turn as the journal holds it.</summary>
[GenerateSerializer, Immutable, Alias("reasoninggrains.Turn")]
public sealed record Turn
{
    [Id(0)] public required string Id { get; init; }

    [Id(1)] public required TurnStatus Status { get; init; }

    [Id(2)] public required string Model { get; init; }

    [Id(3)] public required TurnOptions Options { get; init; }

    [Id(4)] public required IReadOnlyList<Item> Input { get; init; }

    [Id(5)] public required IReadOnlyList<Item> Output { get; init; }

    [Id(6)] public required Usage Usage { get; init; }

    /// <summary>Why generation ended; null while it runs.</summary>
    [Id(7)] public StopReason? StopReason { get; init; }

    /// <summary>Set when <see cref="Status"/> is failed.</summary>
    [Id(8)] public ConversationError? Error { get; init; }

    [Id(9)] public required DateTimeOffset StartedAt { get; init; }

    [Id(10)] public DateTimeOffset? FinishedAt { get; init; }

    /// <summary>The seed that was used, chosen by the server when the caller gave none.</summary>
    [Id(11)] public required long Seed { get; init; }
}

public enum TurnStatus
{
    Running,
    Completed,

    /// <summary>Ended by <see cref="TurnOptions.MaxOutputTokens"/> or the context's end.</summary>
    Incomplete,
    Cancelled,
    Failed,
}

public enum StopReason
{
    /// <summary>The model ended its turn.</summary>
    EndOfTurn,

    /// <summary>A stop text.</summary>
    StopText,

    /// <summary>The token limit or the window's end.</summary>
    Length,
    Cancelled,
    Failed,
}

/// <summary>Token counts of a turn.</summary>
/// <param name="InputTokens">Tokens of the context before the answer.</param>
/// <param name="CachedTokens">Those of them whose keys and values were there already.</param>
/// <param name="OutputTokens">Generated tokens, reasoning included.</param>
/// <param name="ReasoningTokens">Generated tokens that are reasoning.</param>
[GenerateSerializer, Immutable, Alias("reasoninggrains.Usage")]
public readonly record struct Usage(
    [property: Id(0)] int InputTokens,
    [property: Id(1)] int CachedTokens,
    [property: Id(2)] int OutputTokens,
    [property: Id(3)] int ReasoningTokens);
