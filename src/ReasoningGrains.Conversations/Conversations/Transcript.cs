using ReasoningGrains.Conversations.Journals;

namespace ReasoningGrains.Conversations.Conversations;

/// <summary>A conversation as its journal tells it.</summary>
internal sealed class Transcript
{
    private readonly List<Item> items = [];
    private readonly List<Turn> turns = [];
    private readonly Dictionary<string, string> digests = [];

    /// <summary>Entries applied.</summary>
    public long Version { get; private set; }

    public DateTimeOffset? CreatedAt { get; private set; }

    public bool IsDeleted { get; private set; }

    public IReadOnlyDictionary<string, string> Metadata { get; private set; } = new Dictionary<string, string>();

    /// <summary>What later turns see, in order. A failed turn leaves nothing here; a cancelled one what it had said.</summary>
    public IReadOnlyList<Item> Items => items;

    public IReadOnlyList<Turn> Turns => turns;

    /// <summary>Tokens that the turn that has not ended has generated so far.</summary>
    public List<int> Generated { get; } = [];

    public Turn? Running => turns is [.., { Status: TurnStatus.Running } last] ? last : null;

    public Turn? Turn(string id) => turns.Find(t => t.Id == id);

    /// <summary>Hash of the request that began a turn.</summary>
    public string Digest(string turn) => digests[turn];

    public void Apply(JournalEntry entry)
    {
        Version++;
        switch (entry)
        {
            case Created created:
                (CreatedAt, Metadata) = (created.Time, created.Metadata);
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
            case Deleted:
                IsDeleted = true;
                break;
        }
    }

    private void Begin(TurnBegun begun)
    {
        Generated.Clear();
        items.AddRange(begun.Input);
        digests[begun.Turn] = begun.Digest;
        turns.Add(new Turn
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
        });
    }

    private void Finish(TurnFinished finished)
    {
        var turn = turns[^1];
        turns[^1] = turn with
        {
            Status = finished.Status,
            StopReason = finished.StopReason,
            Output = finished.Output,
            Usage = finished.Usage,
            Error = finished.Error,
            FinishedAt = finished.Time,
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
