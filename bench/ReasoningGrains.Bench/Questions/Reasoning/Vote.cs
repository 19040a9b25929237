namespace ReasoningGrains.Bench.Questions.Reasoning;

/// <summary>The answer of several chains (self-consistency, arXiv 2203.11171).</summary>
internal static class Vote
{
    /// <summary>What most chains say; among as many, what was said first. A chain that never came to an answer has no vote.</summary>
    /// <param name="answers">One a chain.</param>
    /// <returns>Empty when there is no vote.</returns>
    public static string Winner(IEnumerable<string> answers)
        => answers.Where(a => a.Length > 0).GroupBy(a => a).MaxBy(same => same.Count())?.Key ?? "";
}
