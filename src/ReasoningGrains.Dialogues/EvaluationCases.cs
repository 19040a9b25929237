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
    {
        var asked = TaskList.Named(task);
        for (var index = 0; index < count; index++)
        {
            yield return Case(asked, DialogueGenerator.Seeded(seed, index, $"case {task}"), turn => turn.Sum(text => text is null ? 0 : length(text) + 2) - 1, tokens);
        }
    }

    private static Dialogue Case(IDialogueTask task, Random random, Func<string?[], int> length, int tokens)
    {
        var draw = new Draw(random, Split.Evaluation, Difficulty);
        var (told, asked) = Main(task, draw);
        var turns = Weave.Messages(draw, told);
        var last = Weave.Messages(draw, [asked])[0];
        var left = tokens - length([last.User]) - turns.Sum(Length);
        while (left > 0)
        {
            var filler = Weave.Messages(draw, Weave.Together(draw, DialogueGenerator.Threads(random, draw, progress: 0.5, FillerCharacters, static text => text.Length)));
            foreach (var turn in filler.TakeWhile(turn => (left -= Length(turn)) > 0))
            {
                turns.Add(turn);
            }
        }

        return new Dialogue(null, [.. turns, last]);

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
