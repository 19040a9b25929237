using ReasoningGrains.Bench.Questions.Reasoning;

namespace ReasoningGrains.Bench.Tests.Reasoning;

public class VoteTests
{
    [Theory]
    [InlineData("b", "a", "b", "b")]
    [InlineData("a", "a")]
    [InlineData("b", "b", "a", "a", "b")]
    [InlineData("a", "", "", "a")]
    [InlineData("", "", "")]
    [InlineData("")]
    public void Most_win_and_what_was_said_first_among_as_many(string winner, params string[] answers) => Assert.Equal(winner, Vote.Winner(answers));
}
