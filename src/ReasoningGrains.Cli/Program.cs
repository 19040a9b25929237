using System.CommandLine;
using ReasoningGrains.Cli.Commands;

var root = new RootCommand("""
    Talks to reasoning language models and serves them.

    Examples:
      reasoning chat --model model.gguf
      reasoning chat --url http://127.0.0.1:8080 --conversation conv_0123
      reasoning serve --Model:Path model.gguf --urls http://127.0.0.1:8080
      reasoning models inspect model.gguf
    """)
{
    ChatCommand.Create(),
    ServeCommand.Create(),
    ModelsCommand.Create(),
};
return await root.Parse(args).InvokeAsync();
