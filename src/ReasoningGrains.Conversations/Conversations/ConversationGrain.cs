using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Orleans.Runtime;
using ReasoningGrains.Conversations.Journals;
using ReasoningGrains.Conversations.Weights;
using ReasoningGrains.Inference.Engine;
using ReasoningGrains.Models.Templates;

namespace ReasoningGrains.Conversations.Conversations;

/// <inheritdoc/>
internal sealed partial class ConversationGrain(IJournal journal, [PersistentState("transcript", ConversationSnapshot.Storage)] IPersistentState<ConversationSnapshot> snapshot, [PersistentState("weights", ConversationSnapshot.Storage)] IPersistentState<WeightsState> weightsState, IEngine engine, RoutingChoice routing, ILocalSiloDetails silo, IHostApplicationLifetime lifetime, TimeProvider time, ILogger<ConversationGrain> log) : Grain, IConversationGrain, IDisposable
{
    private readonly SemaphoreSlim turnGate = new(1, 1);
    private Transcript transcript = new();
    private TurnRun? run;
    private EncodedChat? rendered;
    private Task lastAppend = Task.CompletedTask;

    private string Id => this.GetPrimaryKeyString();

    public override async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        transcript = await ReadTranscript();
        LoadWeights();
        if (transcript.IsTransient)
        {
            await Erase();
            return;
        }

        if (transcript.Running is not { } cut)
        {
            return;
        }

        if (cut.Model == engine.Model)
        {
            await turnGate.WaitAsync(cancellationToken);
            Begin(cut, Render(await ItemsOf(cut), cut.Options, cut.StartedAt));
        }
        else
        {
            await Append([OfAnotherModel(cut)]);
        }
    }

    public override async Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        if (run is { Ended.IsCompleted: false })
        {
            // What was generated is journalled on the way; the next activation goes on from there.
            deactivating = true;
            await run.Cancellation.CancelAsync();
            await running.WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
        }

        await keeping;
        await SaveSnapshot(always: true);
    }

    public async Task<ConversationInfo> Create(IReadOnlyDictionary<string, string> metadata, IReadOnlyList<Item> items)
    {
        if (transcript.Version > 0)
        {
            throw new ConversationException(ErrorCodes.Invalid, $"Conversation {Id} exists already.");
        }

        JournalEntry created = new Created { Time = time.GetUtcNow(), Metadata = metadata };
        await Append(items.Count == 0 ? [created] : [created, new ItemsAdded { Time = time.GetUtcNow(), Items = items }]);
        return Info();
    }

    public Task<ConversationInfo?> Describe() => Task.FromResult(transcript.Version == 0 || transcript.IsDeleted ? null : Info());

    public async Task<ConversationInfo> Update(IReadOnlyDictionary<string, string> metadata)
    {
        RequireExistence();
        await Append([new MetadataChanged { Time = time.GetUtcNow(), Metadata = metadata }]);
        return Info();
    }

    public Task<IReadOnlyList<Item>> Items()
    {
        RequireExistence();
        return Task.FromResult<IReadOnlyList<Item>>([.. transcript.Items]);
    }

    public async Task<IReadOnlyList<Item>> AddItems(IReadOnlyList<Item> items)
    {
        RequireExistence();
        await Append([new ItemsAdded { Time = time.GetUtcNow(), Items = items }]);
        return items;
    }

    public async Task RemoveItem(string itemId)
    {
        RequireExistence();
        if (!transcript.Items.Any(i => i.Id == itemId))
        {
            throw new ConversationException(ErrorCodes.NotFound, $"Conversation {Id} holds no item {itemId}.");
        }

        await Append([new ItemRemoved { Time = time.GetUtcNow(), Id = itemId }]);
    }

    public async Task Delete()
    {
        // A turn that is being journalled begins before it can be ended; a conversation exists from its first one on.
        await lastAppend.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
        RequireExistence();
        while (run is { Ended.IsCompleted: false } current)
        {
            await current.Cancellation.CancelAsync();
            await current.Ended;
        }

        await Erase();
        DeactivateOnIdle();
    }

    public void Dispose()
    {
        run?.Dispose();
        turnGate.Dispose();
    }

    /// <summary>Its tokens mean nothing to this model, so it cannot go on.</summary>
    private TurnFinished OfAnotherModel(Turn cut) => new()
    {
        Time = time.GetUtcNow(),
        Turn = cut.Id,
        Status = TurnStatus.Failed,
        StopReason = StopReason.Failed,
        Output = [],
        Usage = default,
        Error = new ConversationError(ErrorCodes.Failed, $"Turn {cut.Id} was cut off while {cut.Model} was served; {engine.Model} is served now. Ask again."),
    };

    private async Task Erase()
    {
        await Append([new Deleted { Time = time.GetUtcNow() }]);
        await ClearSnapshot();
        await ForgetWeights();
    }

    private ConversationInfo Info() => new()
    {
        Id = Id,
        CreatedAt = transcript.CreatedAt ?? time.GetUtcNow(),
        Metadata = transcript.Metadata,
        Version = transcript.Version,
        LastTurn = transcript.Head?.Id,
        Turns = transcript.TurnCount,
    };

    /// <summary>Encodes what the conversation has more than at its last turn.</summary>
    /// <param name="items">The conversation, the turn's input included.</param>
    /// <param name="options">Of the turn.</param>
    /// <param name="at">When the turn began: a template may write the date.</param>
    private RenderedPrompt Render(IEnumerable<Item> items, TurnOptions options, DateTimeOffset at)
    {
        var prompt = Prompt.Rendered(engine.Model, () => RenderedPrompt.Of(engine.Template, items, options, at, rendered));
        rendered = prompt.Chat;
        return prompt;
    }

    /// <summary>What the turn that runs began with.</summary>
    private async Task<IReadOnlyList<Item>> ItemsOf(Turn turn)
    {
        var first = transcript.Entries(turn.Id).First;
        var since = await journal.Read(Id, first + 1, transcript.Version);
        return since.Any(entry => entry is ItemsAdded or ItemRemoved or TurnRemoved) ? ItemsAt(await journal.Read(Id, 1, first), first) : transcript.Items;
    }

    private void RequireExistence()
    {
        if (transcript.Version == 0 || transcript.IsDeleted)
        {
            throw new ConversationException(ErrorCodes.NotFound, $"There is no conversation {Id}.");
        }
    }

    /// <summary>Commits entries and only then lets the transcript know them. Appends of one activation follow each other.</summary>
    private Task Append(IReadOnlyList<JournalEntry> entries) => lastAppend = Append(lastAppend, entries);

    private async Task Append(Task before, IReadOnlyList<JournalEntry> entries)
    {
        await before;
        try
        {
            await journal.Append(Id, transcript.Version, entries);
        }
        catch (Exception e)
        {
            // What this activation believes may not be what the journal holds: the next one reads it again.
            Log.AppendFailed(log, Id, transcript.Version, e);
            if (run is { Ended.IsCompleted: false } current)
            {
                // Whoever follows it is told before this activation goes.
                await current.Cancellation.CancelAsync();
            }
            else
            {
                DeactivateOnIdle();
            }

            throw new ConversationException(ErrorCodes.Failed, $"The journal did not take the entry: {e.Message}");
        }

        foreach (var entry in entries)
        {
            transcript.Apply(entry);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Error, "Conversation {Conversation}: appending after version {Version} failed")]
        public static partial void AppendFailed(ILogger log, string conversation, long version, Exception reason);

        [LoggerMessage(2, LogLevel.Error, "Conversation {Conversation}: turn {Turn} failed")]
        public static partial void TurnFailed(ILogger log, string conversation, string turn, Exception reason);

        [LoggerMessage(4, LogLevel.Warning, "Conversation {Conversation}: its snapshot could not be used; the journal is read from its beginning")]
        public static partial void SnapshotUnusable(ILogger log, string conversation, Exception? reason);

        [LoggerMessage(5, LogLevel.Warning, "Conversation {Conversation}: its snapshot could not be saved; the journal holds everything")]
        public static partial void SnapshotNotSaved(ILogger log, string conversation, Exception reason);

        [LoggerMessage(3, LogLevel.Information, "Conversation {Conversation}: the silo stops in turn {Turn}; it goes on from its journal")]
        public static partial void TurnCutOff(ILogger log, string conversation, string turn, Exception reason);
    }
}
