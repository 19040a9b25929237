using System.Text.Json.Serialization;

namespace ReasoningGrains.Bench.Questions.Reasoning;

/// <summary>A profile at a length.</summary>
/// <param name="Profile">Of attention.</param>
/// <param name="Length">That was asked for.</param>
/// <param name="Tokens">Of the contexts, mean.</param>
/// <param name="LeftOut">Why cases are missing; null when none is.</param>
/// <param name="Seconds">Of everything: histories, answers and chains.</param>
/// <param name="All">Mean over all cases; null when none was asked.</param>
/// <param name="Recalled">Mean over those that ask for what other turns told, or never told; null when there is none. The others hold all they need, at any length.</param>
/// <param name="Tasks">One a task.</param>
/// <param name="Effort">Null without sampled chains.</param>
/// <param name="Wrong">Some of each task.</param>
internal sealed record ReasoningRow(string Profile, int Length, double Tokens, string? LeftOut, double Seconds, ReasoningScore? All, ReasoningScore? Recalled, IReadOnlyList<ReasoningScore> Tasks, EffortScore? Effort, IReadOnlyList<WrongAnswer> Wrong)
{
    [JsonIgnore]
    public string Name => $"{Profile} {Length}";

    [JsonIgnore]
    public string Progress => All is null ? $"{Name}: {LeftOut}" : $"{Name}: {All.Accuracy} %, {Seconds:f0} s{(LeftOut is null ? "" : $", {LeftOut}")}";

    public static ReasoningRow Of(string profile, int length, IReadOnlyList<ReasoningResult> results, string? leftOut, double seconds, ReasoningSettings settings)
    {
        if (results.Count == 0)
        {
            return new ReasoningRow(profile, length, 0, leftOut, seconds, null, null, [], null, []);
        }

        var recalled = results.Where(r => r.Asked.Asked.Recalls).ToList();
        var tasks = results.GroupBy(r => r.Asked.Task).ToList();
        return new ReasoningRow(
            profile,
            length,
            results.Average(r => r.Asked.Tokens.Length),
            leftOut,
            seconds,
            ReasoningScore.Of("all", results, settings.Together),
            recalled.Count > 0 ? ReasoningScore.Of("recalled", recalled, settings.Together) : null,
            [.. tasks.Select(t => ReasoningScore.Of(t.Key, [.. t]))],
            settings.Chains.Count > 0 ? EffortScore.Of(results) : null,
            [.. tasks.SelectMany(t => t.Where(r => !r.IsRight).Take(settings.Wrong).Select(WrongAnswer.Of))]);
    }
}
