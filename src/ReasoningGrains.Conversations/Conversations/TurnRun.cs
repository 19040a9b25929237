using System.Runtime.CompilerServices;
using System.Text;

namespace ReasoningGrains.Conversations.Conversations;

/// <summary>A turn while it runs, and its events for whoever follows it. Lives on its grain's scheduler.</summary>
internal sealed class TurnRun(string id) : IDisposable
{
    private readonly List<TurnEvent> events = [];
    private readonly EventSequence sequence = new(id);
    private readonly Dictionary<ItemKind, StringBuilder> texts = [];
    private TaskCompletionSource more = New();

    public string Id => id;

    public CancellationTokenSource Cancellation { get; } = new();

    /// <summary>Done when the turn is journalled as ended.</summary>
    public Task<Turn> Ended => ended.Task;

    private readonly TaskCompletionSource<Turn> ended = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public void Start(Turn turn) => Publish(sequence.Started(turn));

    public void Add(Delta delta)
    {
        if (!texts.TryGetValue(delta.Kind, out var builder))
        {
            texts[delta.Kind] = builder = new StringBuilder();
        }

        builder.Append(delta.Text);
        Publish(sequence.Next(delta));
    }

    public void End(Turn turn)
    {
        Publish(sequence.Ended(turn));
        ended.SetResult(turn);
    }

    /// <summary>The turn's end could not be journalled, or is not here: followers get the error, the turn goes on from its journal later.</summary>
    public void Break(Exception reason)
    {
        ended.SetException(reason);
        more.SetException(reason);
        // Nobody may be waiting.
        _ = ended.Task.Exception;
        _ = more.Task.Exception;
    }

    /// <summary>What was said, thinking first.</summary>
    public IReadOnlyList<Item> Output() =>
    [
        .. texts.OrderByDescending(t => t.Key).Select(t => new Item { Id = sequence.ItemId(t.Key), Kind = t.Key, Role = "assistant", Text = t.Value.ToString() }),
    ];

    /// <summary>Events from a position on, those to come included.</summary>
    public async IAsyncEnumerable<TurnEvent> Follow(int from, [EnumeratorCancellation] CancellationToken cancellation = default)
    {
        for (var at = from; ; at++)
        {
            while (at >= events.Count)
            {
                await more.Task.WaitAsync(cancellation);
            }

            yield return events[at];
            if (events[at] is TurnEnded)
            {
                yield break;
            }
        }
    }

    public void Dispose() => Cancellation.Dispose();

    private static TaskCompletionSource New() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private void Publish(TurnEvent next)
    {
        events.Add(next);
        var waiting = more;
        more = New();
        waiting.SetResult();
    }
}
