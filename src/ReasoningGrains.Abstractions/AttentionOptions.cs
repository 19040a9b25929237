namespace ReasoningGrains;

/// <summary>
/// Which blocks of the past a turn attends. A named profile is taken as it is published, a value given beside it overrides one of its own; without a profile the values
/// override the server's default.
/// </summary>
[GenerateSerializer, Immutable, Alias("reasoninggrains.AttentionOptions")]
public sealed record AttentionOptions
{
    /// <summary>Every block is attended; the conversation ends with the model's trained window.</summary>
    public const string Exact = "exact";

    /// <summary>2048 tokens of the past are attended at most.</summary>
    public const string Balanced = "balanced";

    /// <summary>1024 tokens of the past are attended at most.</summary>
    public const string LowLatency = "low-latency";

    /// <summary>The names that <see cref="Profile"/> may have.</summary>
    public static IReadOnlyList<string> Profiles { get; } = [Exact, Balanced, LowLatency];

    /// <summary>One of <see cref="Profiles"/>.</summary>
    [Id(0)] public string? Profile { get; init; }

    /// <summary>How much of W_{t-1} stays in W_t, in [0, 1).</summary>
    [Id(1)] public float? Alpha { get; init; }

    /// <summary>Tokens of the past that are attended at most, sink and local window included.</summary>
    [Id(2)] public int? Budget { get; init; }

    /// <summary>Tokens just before the segment (the prompt, then what each refresh begins) that are always attended.</summary>
    [Id(3)] public int? Local { get; init; }

    /// <summary>First tokens of the conversation that are always attended.</summary>
    [Id(4)] public int? Sink { get; init; }

    /// <summary>Generated tokens after which W is measured again.</summary>
    [Id(5)] public int? Refresh { get; init; }

    /// <summary>Last tokens of a segment whose queries measure.</summary>
    [Id(6)] public int? Probes { get; init; }

    /// <summary>Added to the log-odds of the share of local attention; 0 is the exact softmax over what is attended.</summary>
    [Id(7)] public float? LocalBias { get; init; }

    /// <summary>Share of its weight that a block lends to the one after it when the blocks are chosen, in [0, 1).</summary>
    [Id(8)] public float? ReadAhead { get; init; }

    /// <summary>A block is kept in 4 bits once its weight is below so many equal shares; 0 keeps all in 8.</summary>
    [Id(9)] public float? Cool { get; init; }

    /// <summary>Share of the weight within the budget that a head's blocks must have, in (0, 1]; the lightest beyond it are not attended.</summary>
    [Id(10)] public float? Coverage { get; init; }

    /// <summary>Share of the weight, 0 to 0.05, below which a single token leaves out a block of what its head attends.</summary>
    [Id(11)] public float? Negligible { get; init; }
}
