using System.CommandLine;
using ReasoningGrains.Models;
using ReasoningGrains.Models.Hub;
using Spectre.Console;

namespace ReasoningGrains.Cli.Commands;

/// <summary><c>reasoning models list</c>.</summary>
internal static class ListCommand
{
    public static Command Create()
    {
        var models = StoreOption.Create();
        var command = new Command("list", """
            Lists the built-in model and those in the store; --model of chat and serve takes their names, or a part of a name between slashes.

            Examples:
              reasoning models list
              reasoning models list --models /srv/models
            """) { models };
        command.SetAction(parsed => List(new ModelStore(parsed.GetValue(models)!)));
        return command;
    }

    private static int List(ModelStore store)
    {
        var stored = store.List();
        var table = new Table().AddColumns("name", "architecture", "size", "weights", "licence");
        foreach (var model in stored.Prepend(store.BuiltIn))
        {
            table.AddRow([Markup.Escape(model.Name), .. Summary(model, store).Select(Markup.Escape)]);
        }

        AnsiConsole.Write(table);
        if (stored.Count == 0)
        {
            AnsiConsole.MarkupLineInterpolated($"{store.Folder} holds no models; get one by reasoning models pull OWNER/NAME.");
        }

        return 0;
    }

    private static string[] Summary(StoredModel model, ModelStore store)
    {
        try
        {
            var builtIn = model == store.BuiltIn;
            var summary = ModelSummary.Read(builtIn ? model with { Path = store.Resolve(null) } : model, store);
            return [$"{summary.Architecture}", Bytes.Text(summary.Bytes), summary.WeightType, summary.License ?? (builtIn ? "this program's" : "not stated")];
        }
        catch (Exception e) when (e is ModelFormatException or IOException or UnauthorizedAccessException)
        {
            return ["cannot be used", "", "", e.Message];
        }
    }
}
