using ReasoningGrains.Conversations.Journals;

namespace ReasoningGrains.Conversations.Conversations;

/// <summary>A conversation as its journal tells it.</summary>
internal sealed class Transcript
{
    private readonly List<Item> items;
    private readonly List<RecordedRequest> turns;

    public Transcript() : this(TranscriptState.Empty)
    {
    }

    /// <summary>As a snapshot kept it; the entries after its version are still to be applied.</summary>
    public Transcript(TranscriptState state)
    {
        (Version, LastEntry, CreatedAt, Metadata) = (state.Version, state.LastEntry, state.CreatedAt, state.Metadata);
        (items, turns, Generated) = ([.. state.Items], [.. state.Turns], [.. state.Generated]);
        (Lineage, Weighed, IsTransient) = (state.Lineage, state.Weighed, state.Transient ?? false);
    }

    /// <summary>Entries applied.</summary>
    public long Version { get; private set; }

    /// <summary>When the last of them was written.</summary>
    public DateTimeOffset LastEntry { get; private set; }

    public DateTimeOffset? CreatedAt { get; private set; }

    public bool IsDeleted { get; private set; }

    public IReadOnlyDictionary<string, string> Metadata { get; private set; }

    /// <summary>What the blocks of the conversation are computed with: the routing of its first turn, or its parent's.</summary>
    public string? Lineage { get; private set; }

    /// <summary>Nobody comes back to it: the next activation deletes it.</summary>
    public bool IsTransient { get; private set; }

    /// <summary>The last turn that left W, and which.</summary>
    public WeightsMark? Weighed { get; private set; }

    /// <summary>What later turns see, in order. A failed turn leaves nothing here; a cancelled one what it had said.</summary>
    public IReadOnlyList<Item> Items => items;

    public int TurnCount => turns.Count;

    public Turn? LastTurn => turns is [.., var last] ? last.Turn : null;

    /// <summary>The turn that the next one follows: the last that did not fail.</summary>
    public Turn? Head => turns.FindLast(t => t.Turn.Status != TurnStatus.Failed)?.Turn;

    /// <summary>Tokens that the turn that has not ended has generated so far.</summary>
    public List<int> Generated { get; }

    public Turn? Running => LastTurn is { Status: TurnStatus.Running } last ? last : null;

    public Turn? Turn(string id) => Find(id)?.Turn;

    /// <summary>Hash of the request that began a turn.</summary>
    public string Digest(string turn) => Find(turn)!.Digest;

    /// <summary>Versions of a turn's first and last entry.</summary>
    public (long First, long Last) Entries(string turn) => Find(turn) is { } found ? (found.First, found.Last) : (0, 0);

    public TranscriptState State() => new()
    {
        Version = Version,
        LastEntry = LastEntry,
        CreatedAt = CreatedAt,
        Metadata = Metadata,
        Items = [.. items],
        Turns = [.. turns],
        Generated = [.. Generated],
        Lineage = Lineage,
        Transient = IsTransient ? true : null,
        Weighed = Weighed,
    };

    public void Apply(JournalEntry entry)
    {
        Version++;
        LastEntry = entry.Time;
        switch (entry)
        {
            case Created created:
                (CreatedAt, Metadata) = (created.Time, created.Metadata);
                break;
            case Forked forked:
                (Lineage, Weighed) = (forked.Lineage, forked.Weights);
                break;
            case MetadataChanged changed:
                Metadata = changed.Metadata;
                break;
            case ItemsAdded added:
                items.AddRange(added.Items);
                break;
            case ItemRemoved removed:
                items.RemoveAll(i => i.Id == removed.Id);
                break;
            case TurnBegun begun:
                Begin(begun);
                break;
            case TokensGenerated tokens:
                Generated.AddRange(tokens.Ids);
                break;
            case TurnFinished finished:
                Finish(finished);
                break;
            case TurnRemoved removed:
                Remove(removed.Turn);
                break;
            case Deleted:
                IsDeleted = true;
                break;
        }
    }

    // The latest are asked for most.
    private RecordedRequest? Find(string turn) => turns.FindLast(t => t.Turn.Id == turn);

    private void Begin(TurnBegun begun)
    {
        Generated.Clear();
        Lineage ??= begun.Lineage;
        IsTransient |= begun.Transient ?? false;
        items.AddRange(begun.Input);
        var turn = new Turn
        {
            Id = begun.Turn,
            Status = TurnStatus.Running,
            Model = begun.Model,
            Options = begun.Options,
            Input = begun.Input,
            Output = [],
            Usage = default,
            StartedAt = begun.Time,
            Seed = begun.Seed,
        };
        turns.Add(new RecordedRequest(turn, begun.Digest, Version, long.MaxValue));
    }

    private void Remove(string turn)
    {
        // One that failed and was asked for again has begun twice.
        var said = turns.Where(t => t.Turn.Id == turn).SelectMany(t => t.Turn.Input.Concat(t.Turn.Output)).Select(i => i.Id).ToHashSet();
        items.RemoveAll(i => said.Contains(i.Id));
        turns.RemoveAll(t => t.Turn.Id == turn);
    }

    private void Finish(TurnFinished finished)
    {
        Weighed = finished.Attention is { } attention ? new WeightsMark(finished.Turn, attention.Digest) : Weighed;
        var turn = turns[^1].Turn;
        turns[^1] = turns[^1] with
        {
            Last = Version,
            Turn = turn with
            {
                Status = finished.Status,
                StopReason = finished.StopReason,
                Output = finished.Output,
                Usage = finished.Usage,
                Error = finished.Error,
                FinishedAt = finished.Time,
            },
        };
        if (finished.Status == TurnStatus.Failed)
        {
            var said = turn.Input.Select(i => i.Id).ToHashSet();
            items.RemoveAll(i => said.Contains(i.Id));
        }
        else
        {
            items.AddRange(finished.Output);
        }
    }
}
