namespace ReasoningGrains;

/// <summary>What happens in a turn, in order: one <see cref="TurnStarted"/>, deltas, one <see cref="TurnEnded"/>.</summary>
[GenerateSerializer, Immutable, Alias("reasoninggrains.TurnEvent")]
public abstract record TurnEvent
{
    /// <summary>Position in the turn's stream, from 0; a stream can be followed again from any position.</summary>
    [Id(0)] public required int Sequence { get; init; }
}

/// <summary>The turn is journalled and will be answered, whatever happens to this process.</summary>
[GenerateSerializer, Immutable, Alias("reasoninggrains.TurnStarted")]
public sealed record TurnStarted : TurnEvent
{
    [Id(0)] public required Turn Turn { get; init; }
}

/// <summary>Text was added to the reasoning or to the message.</summary>
[GenerateSerializer, Immutable, Alias("reasoninggrains.TurnDelta")]
public sealed record TurnDelta : TurnEvent
{
    [Id(0)] public required string ItemId { get; init; }

    [Id(1)] public required ItemKind Kind { get; init; }

    /// <summary>Never half a character; may be empty when only log-probabilities are reported.</summary>
    [Id(2)] public required string Text { get; init; }

    /// <summary>One per token of this delta when log-probabilities were asked for.</summary>
    [Id(3)] public IReadOnlyList<TokenLogProb>? LogProbs { get; init; }
}

/// <summary>The turn is journalled as ended: completed, incomplete, cancelled or failed.</summary>
[GenerateSerializer, Immutable, Alias("reasoninggrains.TurnEnded")]
public sealed record TurnEnded : TurnEvent
{
    [Id(0)] public required Turn Turn { get; init; }
}

/// <summary>A token's natural log-probability, and those of the likeliest others.</summary>
[GenerateSerializer, Immutable, Alias("reasoninggrains.TokenLogProb")]
public sealed record TokenLogProb(
    [property: Id(0)] int Token,
    [property: Id(1)] string Text,
    [property: Id(2)] float LogProb,
    [property: Id(3)] IReadOnlyList<TokenLogProb> Alternatives);
