using ReasoningGrains.Conversations.Journals;
using ReasoningGrains.Conversations.Workers;

namespace ReasoningGrains.Conversations.Conversations;

/// <summary>Collects a turn's tokens: publishes deltas, and journals the ids in small batches.</summary>
/// <param name="turn">The turn.</param>
/// <param name="prompt">What the model was given.</param>
/// <param name="run">Whose followers see the deltas.</param>
/// <param name="resumed">Tokens that the journal holds already.</param>
/// <param name="append">Journals an entry.</param>
/// <param name="time">The clock of the batches.</param>
internal sealed class Answer(Turn turn, RenderedPrompt prompt, TurnRun run, int resumed, Func<JournalEntry, Task> append, TimeProvider time)
{
    private const int BatchTokens = 32;
    private static readonly TimeSpan BatchAge = TimeSpan.FromMilliseconds(250);
    private readonly List<int> batch = [];
    private readonly List<TokenLogProb?> batchLogProbs = [];
    private readonly Deltas deltas = new(prompt.Thinking);
    private Task journalled = Task.CompletedTask;
    private long batchBegan = time.GetTimestamp();
    private int cached;
    private int tokens;
    private int reasoning;

    public async Task Add(WorkerToken token)
    {
        cached = Math.Max(cached, token.Cached);
        Publish(deltas.Append(token.Text, token.Stop == StopReason.EndOfTurn ? null : token.LogProb));
        if (token.Token < 0)
        {
            return;
        }

        tokens++;
        reasoning += deltas.IsThinking ? 1 : 0;
        if (tokens > resumed)
        {
            batch.Add(token.Token);
            batchLogProbs.Add(token.LogProb);
        }

        if (batch.Count >= BatchTokens || (batch.Count > 0 && time.GetElapsedTime(batchBegan) >= BatchAge))
        {
            // One batch at a time: a slow disk holds the turn back rather than growing a queue.
            await journalled;
            Journal();
        }
    }

    /// <summary>Publishes what was held back and journals the last batch.</summary>
    public async Task Flush()
    {
        Publish(deltas.Flush());
        await journalled;
        if (batch.Count > 0)
        {
            Journal();
            await journalled;
        }
    }

    public TurnFinished Finish(TurnStatus status, StopReason stop, ConversationError? error) => new()
    {
        Time = time.GetUtcNow(),
        Turn = turn.Id,
        Status = status,
        StopReason = stop,
        Output = run.Output(),
        Usage = new Usage(prompt.Tokens.Length, Math.Min(cached, prompt.Tokens.Length), tokens, reasoning),
        Error = error,
    };

    private void Publish(IEnumerable<Delta> pieces)
    {
        foreach (var piece in pieces)
        {
            run.Add(piece);
        }
    }

    private void Journal()
    {
        journalled = append(new TokensGenerated
        {
            Time = time.GetUtcNow(),
            Turn = turn.Id,
            Ids = [.. batch],
            LogProbs = turn.Options.TopLogProbs is null ? null : [.. batchLogProbs],
        });
        batch.Clear();
        batchLogProbs.Clear();
        batchBegan = time.GetTimestamp();
    }
}
