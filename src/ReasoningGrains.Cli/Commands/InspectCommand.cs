using System.CommandLine;
using ReasoningGrains.Models;
using ReasoningGrains.Models.Hub;
using Spectre.Console;

namespace ReasoningGrains.Cli.Commands;

/// <summary><c>reasoning models inspect</c>.</summary>
internal static class InspectCommand
{
    public static Command Create()
    {
        var path = new Argument<string>("model") { Description = "A GGUF file, a folder in the Hugging Face layout, the name of a pulled model, or built-in." };
        var models = StoreOption.Create();
        var command = new Command("inspect", """
            Shows what a model is.

            Examples:
              reasoning models inspect model.gguf
              reasoning models inspect Qwen3-0.6B
            """) { path, models };
        command.SetAction((parsed, _) => Failures.Told(() => Task.FromResult(Show(new ModelStore(parsed.GetValue(models)!).Resolve(parsed.GetValue(path)!)))));
        return command;
    }

    private static int Show(string path)
    {
        using var model = ModelLoader.Open(path);
        var config = model.Config;
        var table = new Table().HideHeaders().AddColumns("", "");
        table.AddRow("name", Markup.Escape(model.Name));
        table.AddRow("architecture", $"{config.Architecture}");
        table.AddRow("layers, hidden, intermediate", $"{config.Layers}, {config.Hidden}, {config.Intermediate}");
        table.AddRow("heads, key/value heads, head size", $"{config.Heads}, {config.KvHeads}, {config.HeadDim}");
        table.AddRow("vocabulary", $"{config.Vocabulary}");
        table.AddRow("context", $"{config.ContextLength} tokens");
        table.AddRow("parameters", $"{model.Weights.Names.Sum(n => (long)model.Weights.Tensor(n).Rows * model.Weights.Tensor(n).Columns) / 1e6:f1} M");
        table.AddRow("weight types", string.Join(", ", model.Weights.Names.GroupBy(n => model.Weights.Tensor(n).Type).Select(g => $"{g.Key} ({g.Count()})")));
        AnsiConsole.Write(table);
        return 0;
    }
}
