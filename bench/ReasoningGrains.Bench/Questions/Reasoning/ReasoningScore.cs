namespace ReasoningGrains.Bench.Questions.Reasoning;

/// <summary>Greedy answers to several questions.</summary>
/// <param name="Task">Name, or <c>all</c>.</param>
/// <param name="Cases">How many.</param>
/// <param name="Accuracy">Share that is exactly right.</param>
/// <param name="Seconds">From the question to the end of the answer, mean.</param>
/// <param name="Tokens">Generated for an answer, mean.</param>
/// <param name="ThinkTokens">Of them reasoning, mean.</param>
internal sealed record ReasoningScore(string Task, int Cases, Proportion Accuracy, double Seconds, double Tokens, double ThinkTokens)
{
    /// <param name="task">Name.</param>
    /// <param name="results">At least one.</param>
    /// <param name="together">Those of the same number were asked about one conversation.</param>
    public static ReasoningScore Of(string task, IReadOnlyList<ReasoningResult> results, bool together = false) => new(
        task,
        results.Count,
        Share(results, together),
        results.Average(r => r.Greedy.Seconds),
        results.Average(r => r.Said.Tokens),
        results.Average(r => r.Said.ThinkTokens));

    private static Proportion Share(IReadOnlyList<ReasoningResult> results, bool together)
    {
        var conversations = results.GroupBy(r => r.Asked.Number).Select(c => c.Average(r => r.IsRight ? 1.0 : 0)).ToList();
        return together && conversations.Count > 1 && conversations.Count < results.Count ? Proportion.OfGroups(conversations) : Proportion.Of([.. results.Select(r => r.IsRight)]);
    }
}
