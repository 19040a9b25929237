using ReasoningGrains.Dialogues.Drawing;
using ReasoningGrains.Dialogues.Tasks;

namespace ReasoningGrains.Dialogues.Tests.Worlds;

/// <summary>Threads of a task, of both splits and all difficulties.</summary>
internal static class Threads
{
    private const int Count = 1000;

    public static void Check(string task, Action<IReadOnlyList<Beat>> check)
    {
        for (var seed = 0; seed < Count; seed++)
        {
            var draw = new Draw(new Random(seed), seed % 4 == 0 ? Split.Evaluation : Split.Training, seed / (double)Count);
            check([.. TaskList.Named(task).Thread(draw)]);
        }
    }

    /// <summary>Compared without regard to case: some users write no capitals.</summary>
    public static void Same(string expected, Beat beat) => Assert.Equal(expected.ToUpperInvariant(), beat.Answer.ToUpperInvariant());
}
