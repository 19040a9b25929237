using System.Collections.Concurrent;
using ReasoningGrains.Conversations.Journals;

namespace ReasoningGrains.Conversations.Tests.Journals;

/// <summary>A journal that keeps appends waiting until it is told to go on, or refuses one, and remembers the others in order.</summary>
internal sealed class HeldJournal : IJournal, IAsyncDisposable
{
    private readonly SqliteJournal inner;
    private Type held = typeof(JournalEntry);
    private TaskCompletionSource waits = New();
    private TaskCompletionSource goesOn = New();

    public HeldJournal(string path)
    {
        inner = new SqliteJournal(path);
        goesOn.SetResult();
    }

    public ConcurrentQueue<JournalEntry> Appended { get; } = new();

    /// <summary>The next append of such an entry fails as on a full disk, once.</summary>
    public Type? Refused { get; set; }

    /// <summary>Appends wait from now on, or those of such an entry; done when one does.</summary>
    public Task Hold(Type? entry = null)
    {
        (held, waits, goesOn) = (entry ?? typeof(JournalEntry), New(), New());
        return waits.Task;
    }

    public void Release() => goesOn.TrySetResult();

    public Task<IReadOnlyList<JournalEntry>> Read(string conversation, long from = 1, long to = long.MaxValue) => inner.Read(conversation, from, to);

    public async Task Append(string conversation, long expectedVersion, IReadOnlyList<JournalEntry> entries)
    {
        if (!goesOn.Task.IsCompleted && entries.Any(held.IsInstanceOfType))
        {
            waits.TrySetResult();
            await goesOn.Task;
        }

        if (Refused is { } refused && entries.Any(refused.IsInstanceOfType))
        {
            Refused = null;
            throw new IOException("No space left on device.");
        }

        await inner.Append(conversation, expectedVersion, entries);
        foreach (var entry in entries)
        {
            Appended.Enqueue(entry);
        }
    }

    public Task<IReadOnlyList<string>> Unfinished() => inner.Unfinished();

    public ValueTask DisposeAsync() => inner.DisposeAsync();

    private static TaskCompletionSource New() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
