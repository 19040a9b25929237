using System.Text.Json.Serialization;
using ReasoningGrains.Attention.Routing;
using Spectre.Console;

namespace ReasoningGrains.Bench.Questions.Memory;

/// <param name="Kv">How keys and values are computed; cold ones are in 4 bits.</param>
/// <param name="Threads">That computed.</param>
/// <param name="Cases">With everything attended, and without the memory.</param>
/// <param name="Results">One a combination of profile, α and budget.</param>
internal sealed record MemoryReport(string Kv, int Threads, IReadOnlyList<MemoryBaseline> Cases, IReadOnlyList<MemoryResult> Results) : Report("memory")
{
    public override void Print()
    {
        var baselines = new Table().AddColumns("everything attended", "cases", "nll", "nll of float32", "nll without memory");
        foreach (var group in Results[0].Groups)
        {
            baselines.AddRow(group.Name, $"{group.Cases}", $"{group.NllDense:f3}", $"{group.NllDenseFp32:f3}", $"{group.NllWithout:f3}");
        }

        var table = new Table().AddColumns("profile, α, budget", "gain kept", "of sums", "mean", "nll", "turns, s", "KV, MB", "of float16");
        foreach (var result in Results)
        {
            foreach (var group in result.Groups)
            {
                table.AddRow(result.Name, group.Name, $"{group.Kept:f3}", $"{group.KeptMean:f3}", $"{group.Nll:f3}", $"{group.Seconds:f1}", $"{group.KvBytes / 1e6:f1}", $"{group.KvToFloat16:p0}");
            }
        }

        AnsiConsole.Write(baselines);
        AnsiConsole.Write(table);
    }
}

/// <summary>A case with everything attended, by this engine and by the float32 model.</summary>
/// <param name="Kind"><c>quote</c> or <c>continue</c>.</param>
/// <param name="Prompt">Group of lengths.</param>
/// <param name="PromptTokens">Length.</param>
/// <param name="NllDense">Mean loss of a token of the answer.</param>
/// <param name="NllWithout">The same after the last turns alone.</param>
/// <param name="NllDenseFp32">Of the float32 model.</param>
/// <param name="NllWithoutFp32">Of the float32 model.</param>
internal sealed record MemoryBaseline(string Kind, string Prompt, int PromptTokens, double NllDense, double NllWithout, double NllDenseFp32, double NllWithoutFp32);

/// <param name="Profile">The one that it departs from.</param>
/// <param name="Routing">What was attended.</param>
/// <param name="Groups">By kind and length.</param>
/// <param name="Nll">One a case.</param>
/// <param name="Seconds">Of all turns, one a case.</param>
internal sealed record MemoryResult(string Profile, RoutingOptions Routing, IReadOnlyList<MemoryGroup> Groups, IReadOnlyList<double> Nll, IReadOnlyList<double> Seconds)
{
    [JsonIgnore]
    public string Name => Routing.IsExact ? Profile : $"{Profile} {Routing.AlphaOf(beyondWindow: false):0.##} {Routing.Budget}";

    public static MemoryResult Of(MemoryPolicy policy, IReadOnlyList<MemoryBaseline> cases, IReadOnlyList<MemoryRun> runs, int float16)
    {
        var measured = cases.Select((c, i) => new MeasuredCase(c, runs[i], float16)).ToList();
        var groups = measured.GroupBy(m => m.Case.Kind).SelectMany(kind => kind.GroupBy(m => m.Case.Prompt).ToList() is { Count: > 1 } sizes
            ? [.. sizes.Select(s => MemoryGroup.Of(s.Key, [.. s])), MemoryGroup.Of("all", [.. kind])]
            : new[] { MemoryGroup.Of(kind.First().Case.Prompt, [.. kind]) });
        return new MemoryResult(policy.Profile, policy.Routing, [.. groups], [.. runs.Select(r => r.Nll)], [.. runs.Select(r => r.Seconds)]);
    }
}

/// <param name="Kind"><c>quote</c> or <c>continue</c>.</param>
/// <param name="Prompt">Group of lengths, or <c>all</c>.</param>
/// <param name="Cases">How many.</param>
/// <param name="PromptTokens">Mean.</param>
/// <param name="Kept">Of the gain of memory: ratio of the cases' sums.</param>
/// <param name="KeptMean">Mean of the cases' ratios.</param>
/// <param name="Nll">Mean.</param>
/// <param name="NllDense">Mean.</param>
/// <param name="NllDenseFp32">Mean.</param>
/// <param name="NllWithout">Mean.</param>
/// <param name="Seconds">Of all turns of all cases.</param>
/// <param name="KvBytes">Of the keys and values at the end, mean.</param>
/// <param name="KvToFloat16">By what they would take as float16, mean.</param>
internal sealed record MemoryGroup(string Kind, string Prompt, int Cases, double PromptTokens, double Kept, double KeptMean, double Nll, double NllDense, double NllDenseFp32, double NllWithout, double Seconds, double KvBytes, double KvToFloat16)
{
    [JsonIgnore]
    public string Name => $"{Kind} {Prompt}";

    public static MemoryGroup Of(string prompt, IReadOnlyList<MeasuredCase> cases) => new(
        cases[0].Case.Kind,
        prompt,
        cases.Count,
        cases.Average(c => c.Case.PromptTokens),
        cases.Sum(c => c.Gain) / cases.Sum(c => c.DenseGain),
        cases.Average(c => c.Gain / c.DenseGain),
        cases.Average(c => c.Run.Nll),
        cases.Average(c => c.Case.NllDense),
        cases.Average(c => c.Case.NllDenseFp32),
        cases.Average(c => c.Case.NllWithout),
        cases.Sum(c => c.Run.Seconds),
        cases.Average(c => c.Run.KvBytes),
        cases.Average(c => c.KvToFloat16));
}

/// <param name="Case">With everything attended, and without the memory.</param>
/// <param name="Run">Turn by turn.</param>
/// <param name="Float16">Bytes that a token would take.</param>
internal sealed record MeasuredCase(MemoryBaseline Case, MemoryRun Run, int Float16)
{
    public double Gain => Case.NllWithout - Run.Nll;

    public double DenseGain => Case.NllWithout - Case.NllDense;

    public double KvToFloat16 => (double)Run.KvBytes / ((long)Run.Tokens * Float16);
}
