using ReasoningGrains.Bench.Questions.Reasoning;
using ReasoningGrains.Dialogues;

namespace ReasoningGrains.Bench.Tests.Reasoning;

public class EffortScoreTests
{
    [Fact]
    public void A_vote_is_compared_with_one_chain_case_by_case()
    {
        var effort = EffortScore.Of([Case("yes", "no", "yes"), Case("no", "no", "yes"), Case("yes", "yes", "yes"), Case("yes", "yes", "no")]);
        Assert.Equal(8 / 12.0, effort.Chain.Share, 6);
        Assert.Equal([1, 3], effort.Votes.Select(v => v.Chains));
        Assert.Equal([0.75, 0.75], effort.Votes.Select(v => v.Accuracy.Share));
        var vote = effort.Votes[1];
        // Gains of a third, minus a third, nothing, a third: deviations squared 1/16, 25/144, 1/144 and 1/16.
        Assert.Equal(1 / 12.0, vote.Gain, 6);
        Assert.Equal(1.959964 * Math.Sqrt(44 / 144.0 / 3 / 4), vote.GainError, 6);
        Assert.Equal(0.5, vote.Cached);
        Assert.Equal(21, vote.Tokens);
    }

    private static ReasoningResult Case(params string[] said)
    {
        var asked = new ReasoningCase("recall", 0, new DialogueTurn("recall", "Right?", null, "yes", true, true), new int[10], [], 1);
        SaidAnswer[] chains = [.. said.Select(s => new SaidAnswer("", s, 7, 0, 5))];
        return new ReasoningResult(asked, new ChainVotes(1, 1, [.. chains.Take(1)]), [new ChainVotes(1, 1, [.. chains.Take(1)]), new ChainVotes(3, 1, chains)]);
    }
}
