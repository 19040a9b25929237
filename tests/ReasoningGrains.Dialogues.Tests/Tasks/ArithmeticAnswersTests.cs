using System.Globalization;
using System.Text.RegularExpressions;
using ReasoningGrains.Dialogues.Drawing;
using ReasoningGrains.Dialogues.Tests.Worlds;

namespace ReasoningGrains.Dialogues.Tests.Tasks;

public class ArithmeticAnswersTests
{
    [Fact]
    public void Sums_are_right() => Check("sum", (a, b, _) => a + b);

    [Fact]
    public void Differences_are_right() => Check("difference", (a, b, said) => Regex.IsMatch(said, "from|away") && said.Contains("subtract", StringComparison.Ordinal) || said.Contains("away from", StringComparison.Ordinal) ? b - a : a - b);

    [Fact]
    public void Products_are_right() => Check("product", (a, b, _) => a * b);

    [Fact]
    public void The_larger_or_smaller_number_is_chosen() => Threads.Check("comparison", thread =>
    {
        var beat = thread[0];
        var numbers = Numbers(beat.Said);
        var smaller = Regex.IsMatch(beat.Said, "small|less");
        Assert.Equal(smaller ? numbers.Min() : numbers.Max(), Numbers(beat.Answer)[0]);
        Assert.Equal(smaller, beat.Answer.Contains("smaller", StringComparison.Ordinal));
        Assert.EndsWith($" larger {numbers.Max()}, smaller {numbers.Min()}.", beat.Think, StringComparison.Ordinal);
    });

    [Fact]
    public void The_older_or_younger_one_is_chosen() => Threads.Check("older", thread =>
    {
        var ages = thread.Where(beat => !beat.Asks).ToDictionary(beat => beat.Said, beat => Numbers(beat.Said)[0]);
        foreach (var beat in thread.Where(beat => beat.Asks))
        {
            var asked = Regex.Match(beat.Said, @"(\w+) (?:or|and) (\w+)").Groups;
            var (first, second) = (Age(asked[1].Value), Age(asked[2].Value));
            var younger = Regex.IsMatch(beat.Said, "younger");
            Assert.Equal($"The {(younger ? "younger" : "older")} one is {asked[first > second != younger ? 1 : 2].Value}.", beat.Answer);
            Assert.EndsWith($" older {asked[first > second ? 1 : 2].Value}, younger {asked[first > second ? 2 : 1].Value}.", beat.Think, StringComparison.Ordinal);
        }

        int Age(string name) => ages.Single(told => Regex.IsMatch(told.Key, $@"\b{name}\b")).Value;
    });

    [Fact]
    public void Prices_are_added_and_compared() => Threads.Check("prices", thread =>
    {
        var prices = thread.Where(beat => !beat.Asks).ToDictionary(beat => Regex.Match(beat.Said, @"the (?!price)(?:\w+ )*?\w+(?= costs| is|$)").Value, beat => Numbers(beat.Said)[0]);
        foreach (var beat in thread.Where(beat => beat.Asks))
        {
            var things = prices.Keys.Where(thing => Regex.IsMatch(beat.Said, $@"{thing}\b")).Select(thing => prices[thing]).ToArray();
            Assert.Equal(2, things.Length);
            Assert.Equal(beat.Answer.EndsWith("together.", StringComparison.Ordinal) ? things.Sum() : Math.Abs(things[0] - things[1]), Numbers(beat.Answer)[0]);
            CheckSteps(beat);
        }
    });

    private static void Check(string task, Func<int, int, string, int> result) => Threads.Check(task, thread =>
    {
        foreach (var beat in thread)
        {
            var numbers = Numbers(beat.Said);
            Assert.EndsWith($" = {result(numbers[0], numbers[1], beat.Said)}.", beat.Answer, StringComparison.Ordinal);
            CheckSteps(beat);
        }
    });

    private static void CheckSteps(Beat beat)
    {
        var steps = Steps.Of(beat.Think!).ToArray();
        Assert.NotEmpty(steps);
        Assert.All(steps, step => Assert.True(step.IsRight, $"{step} in {beat.Think}"));
    }

    private static int[] Numbers(string text) => [.. Regex.Matches(text, @"\d+").Select(match => int.Parse(match.Value, CultureInfo.InvariantCulture))];
}
