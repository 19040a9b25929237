namespace ReasoningGrains.Conversations.Weights;

/// <summary>A conversation that begins as a fork. The key is its id.</summary>
[Alias("reasoninggrains.IHeirGrain")]
internal interface IHeirGrain : IGrainWithStringKey
{
    /// <summary>Makes the conversation of what it takes over.</summary>
    /// <exception cref="ConversationException">It exists already.</exception>
    [Alias("Inherit")]
    Task<ConversationInfo> Inherit(Heritage heritage);
}

/// <summary>What a fork takes over.</summary>
[GenerateSerializer, Alias("reasoninggrains.Heritage")]
internal sealed record Heritage
{
    [Id(0)] public required string Parent { get; init; }

    /// <summary>The parent's version after which the fork begins.</summary>
    [Id(1)] public required long Version { get; init; }

    [Id(2)] public required IReadOnlyDictionary<string, string> Metadata { get; init; }

    [Id(3)] public required IReadOnlyList<Item> Items { get; init; }

    /// <summary>The parent's lineage; null when it has none yet.</summary>
    [Id(4)] public string? Lineage { get; init; }

    /// <summary>W; null when there is none.</summary>
    [Id(5)] public WeightsState? Weights { get; init; }
}
