using ReasoningGrains.Conversations.Journals;
using ReasoningGrains.Conversations.Workers;
using ReasoningGrains.Inference.Engine;

namespace ReasoningGrains.Conversations.Conversations;

/// <summary>A turn that has ended, told again from its journal: the same events that followed it while it ran.</summary>
internal static class RecordedTurn
{
    /// <param name="turn">As it ended.</param>
    /// <param name="entries">Its part of the journal, from its beginning to its end.</param>
    /// <param name="engine">Whose tokens they are.</param>
    public static IEnumerable<TurnEvent> Events(Turn turn, IReadOnlyList<JournalEntry> entries, IEngine engine)
    {
        var run = new EventSequence(turn.Id);
        yield return run.Started(turn with { Status = TurnStatus.Running, Output = [], StopReason = null, FinishedAt = null, Usage = default, Error = null });
        if (turn.Model != engine.Model)
        {
            // Its tokens are another vocabulary's; its text is not.
            foreach (var item in turn.Output)
            {
                yield return run.Next(new Delta(item.Kind, item.Text, null));
            }

            yield return run.Ended(turn);
            yield break;
        }

        var deltas = new Deltas(entries.OfType<TurnBegun>().First().Thinking);
        var ids = entries.OfType<TokensGenerated>().SelectMany(t => t.Ids).ToArray();
        var logProbs = entries.OfType<TokensGenerated>().SelectMany(t => t.LogProbs ?? new TokenLogProb?[t.Ids.Count]).ToArray();
        var at = 0;
        foreach (var token in RecordedGeneration.Tell(engine.Tokenizer, ids, turn.Options.Stop ?? [], engine.Tokenizer.EndOfTurn, turn.StopReason == StopReason.Length ? GenerationEnd.MaxTokens : null))
        {
            foreach (var delta in deltas.Append(token.Text, token.End == GenerationEnd.StopToken ? null : logProbs[at]))
            {
                yield return run.Next(delta);
            }

            at++;
        }

        foreach (var delta in deltas.Flush())
        {
            yield return run.Next(delta);
        }

        yield return run.Ended(turn);
    }
}
