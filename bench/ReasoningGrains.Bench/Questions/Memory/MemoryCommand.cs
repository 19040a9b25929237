using System.CommandLine;
using ReasoningGrains.Attention.Blocks;

namespace ReasoningGrains.Bench.Questions.Memory;

/// <summary>The options of <c>memory</c>.</summary>
internal static class MemoryCommand
{
    private static readonly Option<string> Cases = new("--cases") { Description = "JSON of the conversations, e.g. ../shared/eval/memory.json.", Required = true };
    private static readonly Option<int> Most = new("--most") { Description = "At most so many cases of each kind, from the first on.", DefaultValueFactory = _ => int.MaxValue };
    private static readonly Option<string[]> Profile = ListOption.Of<string>("--profile", "Profiles of attention, separated by commas.", [.. Profiles.Names]);
    private static readonly Option<float[]> Alpha = ListOption.Of<float>("--alpha", "Values of α instead of the profile's.");
    private static readonly Option<int[]> Budget = ListOption.Of<int>("--budget", "Budgets in tokens instead of the profile's.");
    private static readonly Option<int?> Probes = new("--probes") { Description = "Last tokens of a segment that measure the mass." };
    private static readonly Option<int?> Refresh = new("--refresh") { Description = "Generated tokens after which W is measured again." };
    private static readonly Option<int?> Local = new("--local") { Description = "Tokens before the segment that are always attended." };
    private static readonly Option<float?> Bias = new("--bias") { Description = "Added to the log-odds of local attention." };
    private static readonly Option<float?> ReadAhead = new("--read-ahead") { Description = "Share of its weight that a block lends to the next one." };
    private static readonly Option<float?> Negligible = new("--negligible") { Description = "Share of the weight below which a token leaves out a block." };
    private static readonly Option<float?> Coverage = new("--coverage") { Description = "Share of the weight within the budget that a head's blocks must have." };
    private static readonly Option<float?> Cool = new("--cool") { Description = "Equal shares of W below which a block is kept in 4 bits." };
    private static readonly Option<bool> ByToken = new("--by-token") { Description = "What was said is computed token by token, as when it is generated, instead of segment by segment." };
    private static readonly Option<KvElement> Kv = new("--kv") { Description = "How keys and values are kept.", DefaultValueFactory = _ => KvElement.Int8 };

    public static Command Create(string description, Option<int> threads, params Option[] common)
    {
        var command = new Command("memory", description) { Cases, Most, Profile, Alpha, Budget, Probes, Refresh, Local, Bias, ReadAhead, Coverage, Negligible, Cool, ByToken, Kv, threads };
        foreach (var option in common)
        {
            command.Add(option);
        }

        return command;
    }

    public static MemorySettings Settings(ParseResult parsed, Option<int> threads) => new()
    {
        Cases = parsed.GetValue(Cases)!,
        Most = parsed.GetValue(Most),
        Profiles = parsed.GetValue(Profile)!,
        Alphas = parsed.GetValue(Alpha)!,
        Budgets = parsed.GetValue(Budget)!,
        Probes = parsed.GetValue(Probes),
        Refresh = parsed.GetValue(Refresh),
        Local = parsed.GetValue(Local),
        Bias = parsed.GetValue(Bias),
        ReadAhead = parsed.GetValue(ReadAhead),
        Coverage = parsed.GetValue(Coverage),
        Negligible = parsed.GetValue(Negligible),
        Cool = parsed.GetValue(Cool),
        ByToken = parsed.GetValue(ByToken),
        Kv = parsed.GetValue(Kv),
        Threads = parsed.GetValue(threads),
    };
}
