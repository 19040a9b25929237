namespace ReasoningGrains.Bench.Questions.Reasoning;

/// <summary>What was said to one question.</summary>
/// <param name="Asked">The question.</param>
/// <param name="Greedy">The likeliest answer.</param>
/// <param name="Votes">One a number of chains.</param>
internal sealed record ReasoningResult(ReasoningCase Asked, ChainVotes Greedy, IReadOnlyList<ChainVotes> Votes)
{
    public SaidAnswer Said => Greedy.Said[0];

    public bool IsRight => Asked.IsRight(Said.Answer);
}
