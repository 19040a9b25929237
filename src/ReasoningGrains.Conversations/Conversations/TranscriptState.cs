using ReasoningGrains.Conversations.Journals;

namespace ReasoningGrains.Conversations.Conversations;

/// <summary>A transcript as it is kept beside the journal, so that a long one need not be read entry by entry. The JSON names are a format: they are only added to.</summary>
internal sealed record TranscriptState
{
    public static TranscriptState Empty { get; } = new() { Version = 0, LastEntry = default, Metadata = new Dictionary<string, string>(), Items = [], Turns = [], Generated = [] };

    public required long Version { get; init; }

    /// <summary>Time of the entry with this version: tells a snapshot from one of a former conversation with the same id.</summary>
    public required DateTimeOffset LastEntry { get; init; }

    public DateTimeOffset? CreatedAt { get; init; }

    public required IReadOnlyDictionary<string, string> Metadata { get; init; }

    public required IReadOnlyList<Item> Items { get; init; }

    public required IReadOnlyList<RecordedRequest> Turns { get; init; }

    public required IReadOnlyList<int> Generated { get; init; }

    public string? Lineage { get; init; }

    public bool? Transient { get; init; }

    public WeightsMark? Weighed { get; init; }
}

/// <summary>A turn and where the journal holds it.</summary>
/// <param name="Turn">As it is known.</param>
/// <param name="Digest">Hash of the request that began it.</param>
/// <param name="First">Version of its first entry.</param>
/// <param name="Last">Version of its last entry; the greatest number while it runs.</param>
internal sealed record RecordedRequest(Turn Turn, string Digest, long First, long Last);
