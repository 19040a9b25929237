using System.Globalization;
using System.Text.RegularExpressions;
using ReasoningGrains.Dialogues.Drawing;
using ReasoningGrains.Dialogues.Tasks;
using ReasoningGrains.Dialogues.Words;

namespace ReasoningGrains.Dialogues.Tests;

public class SplitTests
{
    private const int Dialogues = 1500;
    private static readonly string[] NumberTasks = ["sum", "difference", "comparison", "prices", "older"];

    [Fact]
    public void No_message_of_the_evaluation_is_drawn_by_training()
    {
        var training = Turns(Split.Training).Select(turn => turn.User.ToUpperInvariant()).ToHashSet();
        Assert.DoesNotContain(Turns(Split.Evaluation), turn => training.Contains(turn.User.ToUpperInvariant()));
    }

    [Fact]
    public void No_two_numbers_of_the_evaluation_are_added_subtracted_or_compared_in_training()
    {
        var training = NumberPairs(Split.Training);
        var evaluation = NumberPairs(Split.Evaluation);
        Assert.All(NumberTasks, task => Assert.True(evaluation.Count(pair => pair.Task == task) > 50, task));
        Assert.Empty(training.Select(pair => pair.Pair).Intersect(evaluation.Select(pair => pair.Pair)));
        Assert.DoesNotContain(evaluation, pair => pair.Task is "sum" or "difference" or "prices" && pair.Pair.Split(' ') is [_, { Length: 1 }, { Length: 1 }]);
    }

    [Fact]
    public void Names_things_and_codes_belong_to_one_split()
    {
        foreach (var make in (Func<Draw, string>[])[Names.Person, Things.Carried, Things.Lock, Codes.Code, Codes.Password])
        {
            var training = Made(make, Split.Training);
            Assert.Empty(training.Intersect(Made(make, Split.Evaluation)));
        }
    }

    [Fact]
    public void No_case_of_the_evaluation_is_drawn_by_training()
    {
        var training = Turns(Split.Training).Where(turn => turn.Asks).Select(turn => (turn.User.ToUpperInvariant(), turn.Answer.ToUpperInvariant())).ToHashSet();
        foreach (var task in DialogueGenerator.Tasks)
        {
            Assert.All(EvaluationCases.Draw(task, seed: 1, count: 50, tokens: 100, text => text.Length / 3), dialogue =>
                Assert.DoesNotContain((dialogue.Turns[^1].User.ToUpperInvariant(), dialogue.Turns[^1].Answer.ToUpperInvariant()), training));
        }
    }

    private static IEnumerable<DialogueTurn> Turns(Split split) => Enumerable.Range(0, Dialogues).SelectMany(at => new DialogueGenerator(11).Draw(at, split, at / (double)Dialogues, 2000).Turns);

    /// <summary>Two numbers with what is done to them, from the message that gives them or from the facts that were looked up for it.</summary>
    private static HashSet<(string Task, string Pair)> NumberPairs(Split split) =>
        [.. from task in NumberTasks
            from seed in Enumerable.Range(0, 400)
            from beat in TaskList.Named(task).Thread(new Draw(new Random(seed), split, seed / 400.0))
            where beat.Asks
            let numbers = Regex.Matches(task is "prices" or "older" ? beat.Think! : beat.Said, @"\d+").Take(2).Select(match => int.Parse(match.Value, CultureInfo.InvariantCulture)).Order()
            select (task, $"{(task == "sum" || beat.Answer.EndsWith("together.", StringComparison.Ordinal) ? "plus" : "minus")} {string.Join(' ', numbers)}")];

    private static HashSet<string> Made(Func<Draw, string> make, Split split) =>
        [.. Enumerable.Range(0, 200).SelectMany(seed => new Draw(new Random(seed), split, 1) is var draw ? Enumerable.Range(0, 5).Select(_ => make(draw).ToUpperInvariant()) : [])];
}
