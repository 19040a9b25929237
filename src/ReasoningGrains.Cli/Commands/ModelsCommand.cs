using System.CommandLine;
using ReasoningGrains.Models;
using Spectre.Console;

namespace ReasoningGrains.Cli.Commands;

/// <summary><c>reasoning models …</c>.</summary>
internal static class ModelsCommand
{
    public static Command Create()
    {
        var path = new Argument<string>("path") { Description = "A GGUF file or a folder in the Hugging Face layout." };
        var inspect = new Command("inspect", "Shows what a model is.") { path };
        inspect.SetAction(parsed => Inspect(parsed.GetValue(path)!));
        return new Command("models", "Looks after models on disk.") { inspect };
    }

    private static int Inspect(string path)
    {
        try
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
        catch (ModelFormatException e)
        {
            AnsiConsole.MarkupLineInterpolated($"[red]{e.Message}[/]");
            return 1;
        }
    }
}
