using System.Text.RegularExpressions;
using ReasoningGrains.Dialogues.Drawing;
using ReasoningGrains.Dialogues.Words;

namespace ReasoningGrains.Dialogues.Tests;

public class SplitTests
{
    private const int Dialogues = 1500;

    [Fact]
    public void No_message_of_the_evaluation_is_drawn_by_training()
    {
        var training = Turns(Split.Training).Select(turn => turn.User.ToUpperInvariant()).ToHashSet();
        Assert.DoesNotContain(Turns(Split.Evaluation), turn => training.Contains(turn.User.ToUpperInvariant()));
    }

    [Theory]
    [InlineData("sum")]
    [InlineData("difference")]
    public void No_operands_of_the_evaluation_are_drawn_by_training(string task)
    {
        var training = Operands(Split.Training, task);
        var evaluation = Operands(Split.Evaluation, task);
        Assert.True(evaluation.Count > 50);
        Assert.Empty(training.Intersect(evaluation));
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

    private static HashSet<string> Operands(Split split, string task) =>
        [.. Turns(split).Where(turn => turn.Task == task && turn.Asks).Select(turn => string.Join(' ', Regex.Matches(turn.Think!.Split('.')[^2], @"\d+").Take(2).Select(match => match.Value).Order(StringComparer.Ordinal)))];

    private static HashSet<string> Made(Func<Draw, string> make, Split split) =>
        [.. Enumerable.Range(0, 200).SelectMany(seed => new Draw(new Random(seed), split, 1) is var draw ? Enumerable.Range(0, 5).Select(_ => make(draw).ToUpperInvariant()) : [])];
}
