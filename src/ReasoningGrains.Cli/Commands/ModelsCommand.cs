using System.CommandLine;

namespace ReasoningGrains.Cli.Commands;

/// <summary><c>reasoning models …</c>.</summary>
internal static class ModelsCommand
{
    public static Command Create() => new("models", """
        Looks after models on disk.

        Examples:
          reasoning models pull Qwen/Qwen3-0.6B
          reasoning models pull Qwen/Qwen3-0.6B-GGUF/Qwen3-0.6B-Q8_0.gguf
          reasoning models list
          reasoning models inspect Qwen3-0.6B
        """)
    {
        PullCommand.Create(),
        ListCommand.Create(),
        InspectCommand.Create(),
    };
}
