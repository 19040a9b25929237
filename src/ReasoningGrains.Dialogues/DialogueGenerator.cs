using ReasoningGrains.Dialogues.Drawing;
using ReasoningGrains.Dialogues.Tasks;

namespace ReasoningGrains.Dialogues;

/// <summary>Draws dialogues in which several threads of different tasks are woven together. A dialogue depends on its arguments alone.</summary>
/// <param name="seed">Of all dialogues.</param>
public sealed class DialogueGenerator(int seed)
{
    private const double SystemShare = 0.06;
    private const double ThemedShare = 0.5;
    private const double ThemeShare = 0.9;
    private const int Themes = 3;
    private const int LeastOver = 150;
    private static readonly string[] Systems = ["You are a helpful assistant.", "You are a helpful AI assistant.", "Be brief.", "Answer briefly and correctly.", "You are a friendly assistant who remembers everything."];

    /// <summary>Names of the tasks that dialogues are made of.</summary>
    public static IReadOnlyList<string> Tasks { get; } = [.. TaskList.All.Select(task => task.Name)];

    /// <param name="index">Number of the dialogue.</param>
    /// <param name="split">Whose names, numbers and wordings.</param>
    /// <param name="progress">Of the training, 0 to 1: later dialogues have more and harder cases.</param>
    /// <param name="least">Length that it reaches with its last thread, reasoning and answers included.</param>
    /// <param name="length">Of a text; characters when not given.</param>
    public Dialogue Draw(long index, Split split, double progress, int least, Func<string, int>? length = null)
    {
        var random = Seeded(seed, index, "dialogue");
        var system = random.NextDouble() < SystemShare ? Systems[random.Next(Systems.Length)] : null;
        // Easy cases never disappear: they are where the steps of the hard ones are learnt.
        var draw = new Draw(random, split, Math.Min(1, 0.5 + progress) * Math.Sqrt(random.NextDouble()));
        var threads = Threads(random, draw, progress, least, length ?? (static text => text.Length));
        return new Dialogue(system, Weave.Messages(draw, Weave.Together(draw, threads)));
    }

    internal static Random Seeded(int seed, long index, string purpose) => new((int)(Partition.Hash($"{purpose} {seed} {index}") & int.MaxValue));

    internal static List<IReadOnlyList<Beat>> Threads(Random random, Draw draw, double progress, int least, Func<string, int> length)
    {
        // Among threads of a few tasks what a note is about does not say which one is meant.
        IDialogueTask[] themes = draw.Split == Split.Training && random.NextDouble() < ThemedShare ? [.. Enumerable.Range(0, Themes).Select(_ => TaskList.Weighted(random, progress))] : [];
        var threads = new List<IReadOnlyList<Beat>>();
        for (var drawn = 0; drawn < least;)
        {
            var task = themes.Length > 0 && random.NextDouble() < ThemeShare ? themes[random.Next(themes.Length)] : TaskList.Weighted(random, progress);
            Beat[] thread = [.. task.Thread(draw)];
            var size = thread.Sum(beat => length(beat.Said) + (beat.Think is null ? 0 : length(beat.Think)) + length(beat.Answer));
            if (draw.Split == Split.Training && drawn > 0 && drawn + size > least + Math.Max(LeastOver, least / 5))
            {
                // What asks about many facts is long: begun last it would be cut off before it asks.
                continue;
            }

            drawn += size;
            threads.Add(thread);
        }

        return threads;
    }
}
