using System.Text.Json.Serialization;

namespace ReasoningGrains.Conversations.Journals;

/// <summary>What happened to a conversation. The JSON names are the format of the journal: they are never changed, only added to.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "kind")]
[JsonDerivedType(typeof(Created), "created")]
[JsonDerivedType(typeof(Forked), "forked")]
[JsonDerivedType(typeof(MetadataChanged), "metadata_changed")]
[JsonDerivedType(typeof(ItemsAdded), "items_added")]
[JsonDerivedType(typeof(ItemRemoved), "item_removed")]
[JsonDerivedType(typeof(TurnBegun), "turn_started")]
[JsonDerivedType(typeof(TokensGenerated), "tokens")]
[JsonDerivedType(typeof(TurnFinished), "turn_finished")]
[JsonDerivedType(typeof(TurnRemoved), "turn_removed")]
[JsonDerivedType(typeof(Deleted), "deleted")]
internal abstract record JournalEntry
{
    public required DateTimeOffset Time { get; init; }
}

internal sealed record Created : JournalEntry
{
    public required IReadOnlyDictionary<string, string> Metadata { get; init; }
}

/// <summary>The conversation begins as another one was; what it takes over stands in the entries that follow.</summary>
internal sealed record Forked : JournalEntry
{
    public required string Parent { get; init; }

    public required long Version { get; init; }

    /// <summary>The parent's; null when it had none yet.</summary>
    public string? Lineage { get; init; }

    /// <summary>The W that it takes over.</summary>
    public WeightsMark? Weights { get; init; }
}

internal sealed record MetadataChanged : JournalEntry
{
    public required IReadOnlyDictionary<string, string> Metadata { get; init; }
}

internal sealed record ItemsAdded : JournalEntry
{
    public required IReadOnlyList<Item> Items { get; init; }
}

internal sealed record ItemRemoved : JournalEntry
{
    public required string Id { get; init; }
}

internal sealed record TurnBegun : JournalEntry
{
    public required string Turn { get; init; }

    public required string Model { get; init; }

    public required IReadOnlyList<Item> Input { get; init; }

    public required TurnOptions Options { get; init; }

    public required long Seed { get; init; }

    /// <summary>The prompt opens the model's thinking, so that the answer begins inside it.</summary>
    public bool Thinking { get; init; }

    /// <summary>What the conversation's blocks are computed with; of the first turn only.</summary>
    public string? Lineage { get; init; }

    /// <summary>True: a next activation deletes the conversation. Null is no.</summary>
    public bool? Transient { get; init; }

    /// <summary>Hash of the request, to tell a retry from another request under the same id.</summary>
    public required string Digest { get; init; }
}

internal sealed record TokensGenerated : JournalEntry
{
    public required string Turn { get; init; }

    public required IReadOnlyList<int> Ids { get; init; }

    /// <summary>One for each id when the turn asked for them.</summary>
    public IReadOnlyList<TokenLogProb?>? LogProbs { get; init; }
}

/// <summary>The turn as it ended: completed, incomplete, cancelled or failed.</summary>
internal sealed record TurnFinished : JournalEntry
{
    public required string Turn { get; init; }

    public required TurnStatus Status { get; init; }

    public required StopReason StopReason { get; init; }

    public required IReadOnlyList<Item> Output { get; init; }

    public required Usage Usage { get; init; }

    public ConversationError? Error { get; init; }

    /// <summary>As the turn began.</summary>
    public bool? Transient { get; init; }

    /// <summary>What the turn attended most; null when it attended every block, failed, or was cancelled before W came back.</summary>
    public TurnAttention? Attention { get; init; }
}

/// <summary>A turn that has ended is gone, with what was said in it.</summary>
internal sealed record TurnRemoved : JournalEntry
{
    public required string Turn { get; init; }
}

internal sealed record Deleted : JournalEntry;
