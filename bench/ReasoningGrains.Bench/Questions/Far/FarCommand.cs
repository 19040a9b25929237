using System.CommandLine;

namespace ReasoningGrains.Bench.Questions.Far;

/// <summary>The options of <c>far</c>.</summary>
internal static class FarCommand
{
    private static readonly Option<string> Cases = new("--cases") { Description = "JSON of the conversations, e.g. ../shared/eval/memory.json.", Required = true };
    private static readonly Option<int> Most = new("--most") { Description = "At most so many of its quote cases.", DefaultValueFactory = _ => 2 };
    private static readonly Option<int> Skip = new("--skip") { Description = "Quote cases left out at the beginning: each case is a conversation of its own, so that several processes can share them." };
    private static readonly Option<int[]> Lengths = ListOption.Of<int>("--lengths", "Tokens of the conversations, separated by commas.", 6000, 80_000);
    private static readonly Option<string> Profile = new("--profile") { Description = "Of attention.", DefaultValueFactory = _ => AttentionOptions.Balanced };

    public static Command Create(string description, Option<int> threads, params Option[] common)
    {
        Profile.AcceptOnlyFromAmong([.. Profiles.Names]);
        var command = new Command("far", description) { Cases, Most, Skip, Lengths, Profile, threads };
        foreach (var option in common)
        {
            command.Add(option);
        }

        return command;
    }

    public static Task<FarReport> Run(ParseResult parsed, string model, Option<int> threads)
        => FarRecall.Run(model, parsed.GetValue(Cases)!, parsed.GetValue(Profile)!, parsed.GetValue(Skip), parsed.GetValue(Most), parsed.GetValue(Lengths)!, parsed.GetValue(threads));
}
