using System.Text.RegularExpressions;
using ReasoningGrains.Dialogues.Drawing;
using ReasoningGrains.Dialogues.Facts;
using ReasoningGrains.Dialogues.Words;

namespace ReasoningGrains.Dialogues.Tests;

public class EvaluationCasesTests
{
    public static TheoryData<string> Tasks => [.. DialogueGenerator.Tasks];

    [Theory]
    [MemberData(nameof(Tasks))]
    public void The_last_turn_asks_for_the_task(string task)
    {
        Assert.All(EvaluationCases.Draw(task, seed: 2, count: 20, tokens: 300, Tokens), dialogue =>
        {
            Assert.Equal(task, dialogue.Turns[^1].Task);
            Assert.True(dialogue.Turns[^1].Asks);
        });
    }

    [Theory]
    [InlineData("recall", 300)]
    [InlineData("two-hop", 3000)]
    [InlineData("sum", 20000)]
    public void A_case_is_as_long_as_wanted(string task, int tokens)
    {
        Assert.All(EvaluationCases.Draw(task, seed: 2, count: 5, tokens, Tokens), dialogue =>
            Assert.InRange(Context(dialogue), tokens - 120, tokens));
    }

    [Fact]
    public void Cases_of_one_conversation_differ_in_their_last_turn_only()
    {
        foreach (var cases in EvaluationCases.DrawTogether(DialogueGenerator.Tasks, seed: 2, count: 5, tokens: 3000, Tokens))
        {
            Assert.Equal(DialogueGenerator.Tasks, cases.Select(dialogue => dialogue.Turns[^1].Task));
            Assert.All(cases, dialogue => Assert.Equal(cases[0].Turns.SkipLast(1), dialogue.Turns.SkipLast(1)));
            Assert.All(cases, dialogue => Assert.InRange(Context(dialogue), 3000 - 160, 3000));
        }
    }

    [Theory]
    [MemberData(nameof(Tasks))]
    public void What_is_recalled_is_told_before(string task)
    {
        var alone = task is "sum" or "difference" or "product" or "comparison" or "small-talk" or "identity" or "outside";
        Assert.All(EvaluationCases.Draw(task, seed: 3, count: 20, tokens: 200, Tokens), dialogue =>
            // A count whose events are all in its question needs nothing else either.
            Assert.Equal(!alone && !(task == "count" && dialogue.Turns[^1].User.Count(c => c is '.' or '!') > 1), dialogue.Turns[^1].Recalls));
    }

    [Fact]
    public void What_is_asked_and_never_told_is_not_told_of_anything_that_could_be_the_same_thing()
    {
        var asked = 0;
        foreach (var dialogue in EvaluationCases.Draw("unknown", seed: 5, count: 60, tokens: 4000, Tokens))
        {
            if (dialogue.Turns[^1].Think is not { } think || Regex.Match(think, @"^(the (?:code|password|price) of )?(the [a-z ]+?) is(?: with)?\? Never told\.$") is not { Success: true } match)
            {
                continue;
            }

            asked++;
            var (before, words) = (match.Groups[1].Value, match.Groups[2].Value.Split(' '));
            // "the price of the lamp is …" of any lamp that may be the same: those whose description has all its words, or that has all of theirs.
            var told = dialogue.Turns.SelectMany(turn => Regex.Matches(turn.Answer, $@"(?:^|[:;,.] ){before}(the [a-z ]*{words[^1]}) is {(before.Length == 0 ? "(?:with|in|lost)" : "")}", RegexOptions.IgnoreCase)).Select(m => m.Groups[1].Value.ToLowerInvariant().Split(' '));
            Assert.DoesNotContain(told, thing => thing.Intersect(words).Count() == Math.Min(thing.Length, words.Length));
        }

        Assert.True(asked > 15, $"{asked}");
    }

    [Fact]
    public void What_the_user_has_some_of_is_nothing_that_single_ones_are_told_of()
    {
        var own = Enumerable.Range(0, 500).Select(seed => Holding.Draw(new Draw(new Random(seed), Split.Evaluation, 1))).Where(holding => holding.Person is null).ToList();
        Assert.NotEmpty(own);
        Assert.DoesNotContain(own, holding => Things.IsCarried(holding.What.One));
    }

    [Fact]
    public void The_same_seed_gives_the_same_cases()
    {
        Assert.Equal(
            EvaluationCases.Draw("count", 4, 10, 500, Tokens).SelectMany(dialogue => dialogue.Turns),
            EvaluationCases.Draw("count", 4, 10, 500, Tokens).SelectMany(dialogue => dialogue.Turns));
    }

    [Fact]
    public void A_task_that_there_is_not_is_refused() => Assert.Throws<ArgumentException>(() => EvaluationCases.Draw("cooking", 1, 1, 100, Tokens).ToList());

    /// <summary>Tokens up to the answer that is scored: of texts, and of the marks around messages and thinking.</summary>
    private static int Context(Dialogue dialogue)
        => dialogue.Turns.SkipLast(1).Sum(turn => Tokens(turn.User) + Tokens(turn.Answer) + 3 + (turn.Think is { } think ? Tokens(think) + 2 : 0)) + Tokens(dialogue.Turns[^1].User) + 1;

    private static int Tokens(string text) => text.Length / 3;
}
