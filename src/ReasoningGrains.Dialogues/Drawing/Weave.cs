namespace ReasoningGrains.Dialogues.Drawing;

/// <summary>Makes one sequence of several threads: each keeps its order, and what refers to its predecessor stays behind it.</summary>
internal static class Weave
{
    private const double MergedShare = 0.35;
    private const double StoryShare = 0.12;
    private const double AndShare = 0.3;
    private const double CarelessShare = 0.01;
    private const int MostFacts = 3;

    public static List<Beat> Together(Draw draw, IReadOnlyList<IReadOnlyList<Beat>> threads)
    {
        var at = new int[threads.Count];
        var woven = new List<Beat>();
        for (var left = threads.Sum(thread => thread.Count); left > 0;)
        {
            // A long thread is drawn as often as its rest is long, so that all of them spread over the whole dialogue.
            var pick = draw.Between(1, left);
            var thread = 0;
            while ((pick -= threads[thread].Count - at[thread]) > 0)
            {
                thread++;
            }

            do
            {
                woven.Add(threads[thread][at[thread]++]);
                left--;
            }
            while (at[thread] < threads[thread].Count && threads[thread][at[thread]].Glued);
        }

        return woven;
    }

    /// <summary>Messages: now and then several statements are told in one, or a question with them.</summary>
    public static List<DialogueTurn> Messages(Draw draw, IReadOnlyList<Beat> beats)
    {
        var turns = new List<DialogueTurn>();
        for (var first = 0; first < beats.Count;)
        {
            var last = first;
            while (last + 1 < beats.Count && last + 1 - first < MostFacts && beats[last].Fact is not null && Joins(draw, beats, last + 1))
            {
                last++;
            }

            turns.Add(Turn(draw, [.. beats.Skip(first).Take(last - first + 1)]));
            first = last + 1;
        }

        return turns;
    }

    private static bool Joins(Draw draw, IReadOnlyList<Beat> beats, int next)
    {
        var beat = beats[next];
        var needed = next + 1 < beats.Count && beats[next + 1].Glued;
        return !beat.Glued && !needed && (beat.Fact is not null ? draw.Chance(MergedShare) : beat.Asks && beat.Think is not null && draw.Chance(StoryShare));
    }

    /// <summary>What the answer spells is spelled before the question.</summary>
    private static bool IsSpelled(Beat question) => question.Think is null || !(question.Said.Contains(". ", StringComparison.Ordinal) || question.Think.Contains("Never told", StringComparison.Ordinal));

    private static DialogueTurn Turn(Draw draw, Beat[] beats)
    {
        var last = beats[^1];
        var user = draw.Style.Message([.. beats.Select(beat => (beat.Said, beat.IsQuestion))], draw.Chance(AndShare) ? " and " : null);
        // People who write names with capitals ask without them at times.
        user = last.Asks && draw.Split == Split.Training && beats.Length == 1 && IsSpelled(last) && draw.Chance(CarelessShare) ? user.ToLowerInvariant() : user;
        // What is told beside a question is taken down too, or it would have to be found in the user's words later.
        return last.Fact is null
            ? new DialogueTurn(last.Task, user, beats.Length == 1 ? last.Think : string.Concat(beats.SkipLast(1).Select(beat => $"{beat.Fact}. ")) + last.Think, last.Answer, last.Asks, last.Recalls)
            : new DialogueTurn(last.Task, user, null, Beat.Noted(beats.Select(beat => beat.Fact!)), Asks: false, Recalls: false);
    }
}
