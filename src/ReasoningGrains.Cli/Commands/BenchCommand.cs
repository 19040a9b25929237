using System.CommandLine;
using ReasoningGrains.Cli.Serving;

namespace ReasoningGrains.Cli.Commands;

/// <summary><c>reasoning bench …</c>: runs the bench with the same arguments, its help too.</summary>
internal static class BenchCommand
{
    private const string Name = "bench";

    public static Command Create()
    {
        // Shadows the help of this program: the questions and their options are the bench's own.
        var help = new Option<bool>("--help", "-h", "-?") { Description = "Shows the questions." };
        var command = new Command(Name, "Answers one question about speed, memory or reasoning: decode, prefill, batch, overhead, routed, memory, far, turns, first-answer, reasoning, gpu") { help };
        command.TreatUnmatchedTokensAsErrors = false;
        command.SetAction((parsed, _) => Failures.Told(() => Companion.Run("ReasoningGrains.Bench", [.. parsed.Tokens.Select(t => t.Value).SkipWhile(t => t != Name).Skip(1)])));
        return command;
    }
}
