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
    public static ReasoningScore Of(string task, IReadOnlyList<ReasoningResult> results) => new(
        task,
        results.Count,
        Proportion.Of([.. results.Select(r => r.IsRight)]),
        results.Average(r => r.Greedy.Seconds),
        results.Average(r => r.Said.Tokens),
        results.Average(r => r.Said.ThinkTokens));
}
