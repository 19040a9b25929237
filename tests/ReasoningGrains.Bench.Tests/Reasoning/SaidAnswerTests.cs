using ReasoningGrains.Bench.Questions.Reasoning;

namespace ReasoningGrains.Bench.Tests.Reasoning;

public class SaidAnswerTests
{
    [Theory]
    [InlineData("<think>| Anna| is| here|.|</think>| Here|.|", "Anna is here.", "Here.", 6)]
    [InlineData(" so|</think>| yes|", "so", "yes", 2)]
    [InlineData("Hello| you|", "", "Hello you", 0)]
    [InlineData("<think>| on| and| on", "on and on", "", 4)]
    [InlineData("<th|ink>a</th|ink>b|c", "a", "bc", 3)]
    [InlineData("", "", "", 0)]
    public void Reasoning_and_answer_are_told_apart(string texts, string think, string answer, int thinkTokens)
    {
        var said = SaidAnswer.Of(texts.Split('|'), cachedTokens: 3);
        Assert.Equal(new SaidAnswer(think, answer, texts.Split('|').Length, thinkTokens, 3), said);
    }
}
