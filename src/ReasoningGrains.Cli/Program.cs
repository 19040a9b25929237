using System.CommandLine;
using ReasoningGrains.Cli.Commands;

var root = new RootCommand("""
    Talks to reasoning language models and serves them.

    Examples:
      reasoning chat
      reasoning models pull Qwen/Qwen3-0.6B
      reasoning chat --model Qwen3-0.6B
      reasoning chat --model model.gguf --conversation conv_0123
      reasoning chat --url http://127.0.0.1:8080
      reasoning serve --model Qwen3-0.6B --urls http://127.0.0.1:8080
      reasoning bench decode --model model.gguf --peer shared/peers/llama-cpp
    """)
{
    ChatCommand.Create(),
    ServeCommand.Create(),
    ModelsCommand.Create(),
    BenchCommand.Create(),
};
// Commands decide themselves what Ctrl-C ends (see Interrupts).
return await root.Parse(args).InvokeAsync(new InvocationConfiguration { ProcessTerminationTimeout = null });
