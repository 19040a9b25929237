namespace ReasoningGrains;

/// <summary>One conversation. The key is its id.</summary>
[Alias("reasoninggrains.IConversationGrain")]
public interface IConversationGrain : IGrainWithStringKey
{
    /// <summary>Makes the conversation, with first items that are not answered; a second time with the same id is refused.</summary>
    [Alias("Create")]
    Task<ConversationInfo> Create(IReadOnlyDictionary<string, string> metadata, IReadOnlyList<Item> items);

    /// <summary>What is known about it; null when it was never made or is deleted.</summary>
    [Alias("Describe")]
    Task<ConversationInfo?> Describe();

    /// <summary>Replaces the metadata.</summary>
    [Alias("Update")]
    Task<ConversationInfo> Update(IReadOnlyDictionary<string, string> metadata);

    /// <summary>
    /// Runs a turn, making the conversation if there is none. Leaving the stream early does not stop the turn: it goes on to its end and
    /// can be followed again with <see cref="Follow"/>.
    /// </summary>
    /// <exception cref="ConversationException">The turn is refused; nothing was journalled.</exception>
    [Alias("RunTurn")]
    IAsyncEnumerable<TurnEvent> RunTurn(TurnRequest request, CancellationToken cancellation = default);

    /// <summary>The events of a turn, past and to come, from a position on.</summary>
    [Alias("Follow")]
    IAsyncEnumerable<TurnEvent> Follow(string turnId, int fromSequence, CancellationToken cancellation = default);

    /// <summary>Stops a running turn within one step of the engine and keeps what was generated; returns the turn as it then is.</summary>
    [Alias("Cancel")]
    Task<Turn> Cancel(string turnId);

    /// <summary>A turn by its id; null when there is none.</summary>
    [Alias("FindTurn")]
    Task<Turn?> FindTurn(string turnId);

    /// <summary>Takes a turn out of the conversation, with what was said in it; one that runs is cancelled first. Later turns and forks do not see it.</summary>
    [Alias("RemoveTurn")]
    Task RemoveTurn(string turnId);

    /// <summary>The whole transcript in order, turns' inputs and outputs and items added by hand.</summary>
    [Alias("Items")]
    Task<IReadOnlyList<Item>> Items();

    /// <summary>Adds items that are not answered.</summary>
    [Alias("AddItems")]
    Task<IReadOnlyList<Item>> AddItems(IReadOnlyList<Item> items);

    /// <summary>Takes an item out of the transcript; later turns do not see it.</summary>
    [Alias("RemoveItem")]
    Task RemoveItem(string itemId);

    /// <summary>A new conversation that begins as this one was after a turn.</summary>
    /// <param name="newId">Id of the new conversation.</param>
    /// <param name="afterTurn">The last turn that it shares; null is all.</param>
    [Alias("Fork")]
    Task<ConversationInfo> Fork(string newId, string? afterTurn);

    /// <summary>The blocks that weighed most in a turn, with their text.</summary>
    /// <param name="turnId">Null is the last turn that was weighed.</param>
    /// <exception cref="ConversationException">There is no such turn, it has not ended, or it attended every block and so has no weights.</exception>
    [Alias("Explain")]
    Task<Explanation> Explain(string? turnId);

    /// <summary>W as it is now, averaged over all heads.</summary>
    /// <exception cref="ConversationException">There is no conversation, or no turn of it was weighed.</exception>
    [Alias("Weights")]
    Task<WeightsNow> Weights();

    /// <summary>Forgets the conversation.</summary>
    [Alias("Delete")]
    Task Delete();
}

/// <summary>A conversation from outside.</summary>
[GenerateSerializer, Immutable, Alias("reasoninggrains.ConversationInfo")]
public sealed record ConversationInfo
{
    [Id(0)] public required string Id { get; init; }

    [Id(1)] public required DateTimeOffset CreatedAt { get; init; }

    [Id(2)] public required IReadOnlyDictionary<string, string> Metadata { get; init; }

    /// <summary>Entries in the journal.</summary>
    [Id(3)] public required long Version { get; init; }

    /// <summary>Id of the turn that the next one follows: the last that did not fail. Null before the first.</summary>
    [Id(4)] public string? LastTurn { get; init; }

    /// <summary>Turns that began.</summary>
    [Id(5)] public required int Turns { get; init; }
}
