using ReasoningGrains.Dialogues.Drawing;
using ReasoningGrains.Dialogues.Words;

namespace ReasoningGrains.Dialogues.Tests.Drawing;

/// <summary>What can be mistaken for each other in one dialogue: much in training, what chance brings in the evaluation.</summary>
public class ResemblanceTests
{
    private const int Dialogues = 300;
    private const int Drawn = 6;

    [Fact]
    public void Names_of_a_training_dialogue_often_differ_by_a_letter_or_two()
        => AssertOftenerInTraining(Names.Person, (one, other) => Distance(one.ToUpperInvariant(), other.ToUpperInvariant()) <= 2);

    [Fact]
    public void Things_of_a_training_dialogue_are_often_the_same_described_otherwise()
        => AssertOftenerInTraining(Things.Carried, (one, other) => one.Split(' ')[^1] == other.Split(' ')[^1]);

    [Fact]
    public void Rooms_of_a_training_dialogue_often_share_a_colour_or_a_kind_or_differ_by_a_digit()
        => AssertOftenerInTraining(Places.Room, (one, other) => one.Split(' ')[..^1] is [_, _] && other.Split(' ')[..^1] is [_, _]
            ? one.Split(' ').Intersect(other.Split(' ')).Count() > 1
            : one.StartsWith("room", StringComparison.Ordinal) && other.StartsWith("room", StringComparison.Ordinal) && Distance(one, other) == 1, by: 0.02);

    [Fact]
    public void Several_people_of_a_training_dialogue_often_have_some_of_the_same()
        => AssertOftenerInTraining(draw => Countable.Draw(draw).Many, (one, other) => one == other);

    [Fact]
    public void Of_somebody_another_thread_tells_something_else_in_training_only()
    {
        Assert.All(Told(Split.Evaluation), told => Assert.Equal(told.Length, told.Select(one => one.Person).Distinct().Count()));
        Assert.All(Told(Split.Training), told => Assert.Equal(told.Length, told.Distinct().Count()));
        Assert.Contains(Told(Split.Training), told => told.Select(one => one.Person).Distinct().Count() < told.Length);

        static IEnumerable<(string Person, string About)[]> Told(Split split) =>
            Enumerable.Range(0, Dialogues).Select(seed => new Draw(new Random(seed), split, difficulty: 1)).Select(draw =>
                Enumerable.Range(0, Drawn).Select(at => ((string[])["age", "job", "place"])[at % 3]).Select(about => (Names.Person(draw, about), about)).ToArray());
    }

    [Fact]
    public void Nothing_is_drawn_twice()
    {
        foreach (var make in (Func<Draw, string>[])[Names.Person, Things.Carried, Things.Lock, Places.Room])
        {
            Assert.All(Dialogue(make, Split.Training, difficulty: 1), names => Assert.Equal(Drawn, names.Distinct(StringComparer.OrdinalIgnoreCase).Count()));
        }
    }

    private static void AssertOftenerInTraining(Func<Draw, string> make, Func<string, string, bool> resembles, double by = 0.05)
    {
        var (easy, hard, evaluation) = (Share(Split.Training, 0), Share(Split.Training, 1), Share(Split.Evaluation, 1));
        Assert.True(hard > evaluation + by && hard > easy + by, $"training {hard}, easy {easy}, evaluation {evaluation}");

        double Share(Split split, double difficulty) =>
            Dialogue(make, split, difficulty).SelectMany(names => NumberPairs.Of(names).Select(pair => resembles(pair.One, pair.Other))).Average(alike => alike ? 1.0 : 0);
    }

    private static IEnumerable<string[]> Dialogue(Func<Draw, string> make, Split split, double difficulty) =>
        Enumerable.Range(0, Dialogues).Select(seed => new Draw(new Random(seed), split, difficulty)).Select(draw => Enumerable.Range(0, Drawn).Select(_ => make(draw)).ToArray());

    /// <summary>Letters to add, to take away or to change (Levenshtein).</summary>
    private static int Distance(string one, string other)
    {
        int[] row = [.. Enumerable.Range(0, other.Length + 1)];
        for (var i = 1; i <= one.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= other.Length; j++)
            {
                (diagonal, row[j]) = (row[j], Math.Min(Math.Min(row[j], row[j - 1]) + 1, diagonal + (one[i - 1] == other[j - 1] ? 0 : 1)));
            }
        }

        return row[^1];
    }
}
