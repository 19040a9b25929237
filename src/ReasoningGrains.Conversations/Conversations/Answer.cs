using ReasoningGrains.Conversations.Journals;
using ReasoningGrains.Conversations.Workers;

namespace ReasoningGrains.Conversations.Conversations;

/// <summary>Collects a turn's tokens: splits thinking from answer, publishes deltas, and journals the ids in small batches.</summary>
/// <param name="turn">The turn.</param>
/// <param name="run">Whose followers see the deltas.</param>
/// <param name="resumed">Tokens that the journal holds already.</param>
/// <param name="append">Journals a batch.</param>
/// <param name="time">The clock of the batches.</param>
internal sealed class Answer(Turn turn, TurnRun run, int resumed, Func<IReadOnlyList<int>, Task> append, TimeProvider time)
{
    private const int BatchTokens = 32;
    private static readonly TimeSpan BatchAge = TimeSpan.FromMilliseconds(250);
    private readonly List<int> batch = [];
    private ReasoningSplitter splitter = new(open: false);
    private long batchBegan = time.GetTimestamp();
    private int prompt;
    private int cached;
    private int tokens;
    private int reasoning;

    /// <summary>Done when everything handed to the journal so far is durable.</summary>
    public Task Journalled { get; private set; } = Task.CompletedTask;

    public void Begin(int promptTokens, bool thinking)
    {
        prompt = promptTokens;
        splitter = new ReasoningSplitter(thinking);
    }

    public async Task Add(WorkerToken token)
    {
        cached = Math.Max(cached, token.Cached);
        var kind = Publish(splitter.Append(token.Text), token.LogProb);
        if (token.Token < 0)
        {
            return;
        }

        tokens++;
        reasoning += kind == ItemKind.Reasoning ? 1 : 0;
        if (tokens > resumed)
        {
            batch.Add(token.Token);
        }

        if (batch.Count >= BatchTokens || (batch.Count > 0 && time.GetElapsedTime(batchBegan) >= BatchAge))
        {
            // One batch at a time: a slow disk holds the turn back rather than growing a queue.
            await Journalled;
            Journal();
        }
    }

    /// <summary>Publishes what was held back and journals the last batch.</summary>
    public async Task Flush()
    {
        Publish(splitter.Flush(), null);
        await Journalled;
        if (batch.Count > 0)
        {
            Journal();
            await Journalled;
        }
    }

    public TurnFinished Finish(TurnStatus status, StopReason stop, DateTimeOffset now, ConversationError? error) => new()
    {
        Time = now,
        Turn = turn.Id,
        Status = status,
        StopReason = stop,
        Output = run.Output(),
        Usage = new Usage(prompt, Math.Min(cached, prompt), tokens, reasoning),
        Error = error,
    };

    private ItemKind? Publish(IEnumerable<(ItemKind Kind, string Text)> parts, TokenLogProb? logProb)
    {
        ItemKind? kind = null;
        foreach (var (partKind, text) in parts)
        {
            kind = partKind;
            run.Add(partKind, text, logProb is null ? null : [logProb]);
            logProb = null;
        }

        return kind;
    }

    private void Journal()
    {
        Journalled = append([.. batch]);
        batch.Clear();
        batchBegan = time.GetTimestamp();
    }
}
