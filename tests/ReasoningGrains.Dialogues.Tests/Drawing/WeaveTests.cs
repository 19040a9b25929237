using System.Text.RegularExpressions;
using ReasoningGrains.Dialogues.Drawing;

namespace ReasoningGrains.Dialogues.Tests.Drawing;

public class WeaveTests
{
    [Fact]
    public void Each_thread_is_told_in_its_order_and_corrections_follow_what_they_correct() => Woven((threads, turns) =>
    {
        foreach (var thread in threads)
        {
            var at = 0;
            foreach (var beat in thread)
            {
                var found = turns.FindIndex(at, turn => Holds(turn, beat));
                Assert.True(found >= 0, beat.Said);
                Assert.True(!beat.Glued || found == at + 1, beat.Said);
                at = found;
            }
        }
    });

    [Fact]
    public void No_two_threads_tell_of_the_same_room() => Woven((threads, _) =>
    {
        var rooms = threads.SelectMany((thread, at) => thread.SelectMany(beat => Regex.Matches(beat.Fact ?? "", @"(?:^|; )in ([^:;]+):")).Select(match => (Room: match.Groups[1].Value.ToUpperInvariant(), at))).Distinct().ToList();
        Assert.Equal(rooms.Count, rooms.DistinctBy(room => room.Room).Count());
    });

    private static void Woven(Action<List<IReadOnlyList<Beat>>, List<DialogueTurn>> check)
    {
        for (var seed = 0; seed < 300; seed++)
        {
            var random = new Random(seed);
            var draw = new Draw(random, Split.Training, 1);
            var threads = DialogueGenerator.Threads(random, draw, progress: 0.5, least: 2000, text => text.Length);
            check(threads, Weave.Messages(draw, Weave.Together(draw, threads)));
        }
    }

    /// <summary>A fact may be told with others or beside a question; a reply stands for itself.</summary>
    private static bool Holds(DialogueTurn turn, Beat beat) => beat.Fact is { } fact ? $"{turn.Think} {turn.Answer}".Contains(fact, StringComparison.Ordinal) : turn.Answer == beat.Answer && (turn.Think ?? "").EndsWith(beat.Think ?? "", StringComparison.Ordinal);
}
