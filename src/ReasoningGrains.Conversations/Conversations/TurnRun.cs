using System.Runtime.CompilerServices;
using System.Text;

namespace ReasoningGrains.Conversations.Conversations;

/// <summary>A turn while it runs, and its events for whoever follows it. Lives on its grain's scheduler.</summary>
internal sealed class TurnRun(string id) : IDisposable
{
    private readonly List<TurnEvent> events = [];
    private readonly Dictionary<ItemKind, StringBuilder> texts = [];
    private TaskCompletionSource more = New();

    public string Id => id;

    public CancellationTokenSource Cancellation { get; } = new();

    /// <summary>Done when the turn is journalled as ended.</summary>
    public Task<Turn> Ended => ended.Task;

    public int NextSequence => events.Count;

    private readonly TaskCompletionSource<Turn> ended = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public void Start(Turn turn) => Publish(new TurnStarted { Sequence = NextSequence, Turn = turn });

    public void Add(ItemKind kind, string text, IReadOnlyList<TokenLogProb>? logProbs)
    {
        if (!texts.TryGetValue(kind, out var builder))
        {
            texts[kind] = builder = new StringBuilder();
        }

        builder.Append(text);
        Publish(new TurnDelta { Sequence = NextSequence, ItemId = ItemId(kind), Kind = kind, Text = text, LogProbs = logProbs });
    }

    public void End(Turn turn)
    {
        Publish(new TurnEnded { Sequence = NextSequence, Turn = turn });
        ended.SetResult(turn);
    }

    /// <summary>What was said, thinking first.</summary>
    public IReadOnlyList<Item> Output() =>
    [
        .. texts.OrderByDescending(t => t.Key).Select(t => new Item { Id = ItemId(t.Key), Kind = t.Key, Role = "assistant", Text = t.Value.ToString() }),
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

    private string ItemId(ItemKind kind) => $"{(kind == ItemKind.Reasoning ? "rs" : "msg")}_{id}";

    private void Publish(TurnEvent next)
    {
        events.Add(next);
        var waiting = more;
        more = New();
        waiting.SetResult();
    }
}
