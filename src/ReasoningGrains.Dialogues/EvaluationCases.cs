using ReasoningGrains.Dialogues.Drawing;
using ReasoningGrains.Dialogues.Tasks;

namespace ReasoningGrains.Dialogues;

/// <summary>Held-out cases: what is needed is told at the beginning, other talk follows up to a length, and the last turn asks. Its answer is the one to score.</summary>
public static class EvaluationCases
{
    private const int FillerCharacters = 1500;
    private const double Difficulty = 0.8;

    /// <param name="task">One of <see cref="DialogueGenerator.Tasks"/>.</param>
    /// <param name="seed">Of the cases.</param>
    /// <param name="count">How many.</param>
    /// <param name="tokens">Length of the conversation up to the answer, filled with other talk: in the measure of <paramref name="length"/>, and short of it by a turn at most; a case is no shorter than what it needs.</param>
    /// <param name="length">Tokens of a text.</param>
    public static IEnumerable<Dialogue> Draw(string task, int seed, int count, int tokens, Func<string, int> length)
        => Drawn([task], $"case {task}", seed, count, tokens, length).Select(cases => cases[0]);

    /// <summary>Conversations in which what several tasks need is told, woven together, before the other talk. Each gives a case a task: they differ in their last turn only.</summary>
    /// <inheritdoc cref="Draw" path="/param"/>
    public static IEnumerable<IReadOnlyList<Dialogue>> DrawTogether(IReadOnlyList<string> tasks, int seed, int count, int tokens, Func<string, int> length)
        => Drawn(tasks, $"cases {string.Join(' ', tasks)}", seed, count, tokens, length);

    private static IEnumerable<IReadOnlyList<Dialogue>> Drawn(IReadOnlyList<string> tasks, string purpose, int seed, int count, int tokens, Func<string, int> length)
    {
        IDialogueTask[] asked = [.. tasks.Select(TaskList.Named)];
        for (var index = 0; index < count; index++)
        {
            yield return Cases(asked, DialogueGenerator.Seeded(seed, index, purpose), turn => turn.Sum(text => text is null ? 0 : length(text) + 2) - 1, tokens);
        }
    }

    private static IReadOnlyList<Dialogue> Cases(IReadOnlyList<IDialogueTask> tasks, Random random, Func<string?[], int> length, int tokens)
    {
        var draw = new Draw(random, Split.Evaluation, Difficulty);
        var threads = tasks.Select(task => Main(task, draw)).ToList();
        var turns = Weave.Messages(draw, Weave.Together(draw, [.. threads.Select(thread => thread.Told)]));
        DialogueTurn[] last = [.. threads.Select(thread => Weave.Messages(draw, [thread.Asked])[0])];
        var left = tokens - last.Max(turn => length([turn.User])) - turns.Sum(Length);
        while (left > 0)
        {
            var filler = Weave.Messages(draw, Weave.Together(draw, DialogueGenerator.Threads(random, draw, progress: 0.5, FillerCharacters, static text => text.Length)));
            foreach (var turn in filler.TakeWhile(turn => (left -= Length(turn)) > 0))
            {
                turns.Add(turn);
            }
        }

        return [.. last.Select(turn => new Dialogue(null, [.. turns, turn]))];

        int Length(DialogueTurn turn) => length([turn.User, turn.Think, turn.Answer]);
    }

    /// <summary>What a thread tells, and its last question; the questions before it are left out.</summary>
    private static (List<Beat> Told, Beat Asked) Main(IDialogueTask task, Draw draw)
    {
        while (true)
        {
            Beat[] thread = [.. task.Thread(draw)];
            if (thread.Any(beat => beat.Asks))
            {
                return ([.. thread.Where(beat => !beat.Asks)], thread.Last(beat => beat.Asks));
            }
        }
    }
}
