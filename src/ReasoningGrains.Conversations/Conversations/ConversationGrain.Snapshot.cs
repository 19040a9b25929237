using System.Text.Json;
using ReasoningGrains.Conversations.Journals;

namespace ReasoningGrains.Conversations.Conversations;

internal sealed partial class ConversationGrain
{
    /// <summary>A snapshot is written when the journal has grown by a quarter since the last, so that all of them together cost as much as a few.</summary>
    private const int FewestEntriesBetween = 64;

    private Task saving = Task.CompletedTask;

    private async Task<Transcript> ReadTranscript()
    {
        // The snapshot's own last entry is read again: it must be the one that the journal holds.
        var known = Known();
        var entries = await journal.Read(Id, Math.Max(1, known.Version));
        if (known.Version > 0 && (entries.Count == 0 || entries[0].Time != known.LastEntry))
        {
            Log.SnapshotUnusable(log, Id, null);
            known = new Transcript();
            entries = await journal.Read(Id);
        }

        foreach (var entry in entries.Skip(known.Version > 0 ? 1 : 0))
        {
            known.Apply(entry);
        }

        return known;
    }

    private Transcript Known()
    {
        try
        {
            return snapshot.RecordExists && snapshot.State.Transcript.Length > 0
                ? new Transcript(JsonSerializer.Deserialize(snapshot.State.Transcript, JournalJson.Default.TranscriptState)!)
                : new Transcript();
        }
        catch (JsonException e)
        {
            Log.SnapshotUnusable(log, Id, e);
            return new Transcript();
        }
    }

    private Task SaveSnapshot(bool always) => saving = SaveSnapshot(saving, always);

    private async Task SaveSnapshot(Task former, bool always)
    {
        await former;
        var grown = transcript.Version - snapshot.State.Version;
        if (transcript.IsDeleted || grown < FewestEntriesBetween || (!always && grown < transcript.Version / 4))
        {
            return;
        }

        try
        {
            snapshot.State = new ConversationSnapshot { Version = transcript.Version, Transcript = JsonSerializer.SerializeToUtf8Bytes(transcript.State(), JournalJson.Default.TranscriptState) };
            await snapshot.WriteStateAsync();
        }
        catch (Exception e)
        {
            Log.SnapshotNotSaved(log, Id, e);
        }
    }

    private async Task ClearSnapshot()
    {
        await saving;
        if (snapshot.RecordExists)
        {
            await snapshot.ClearStateAsync();
        }
    }
}
