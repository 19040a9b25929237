using System.CommandLine;
using ReasoningGrains.Training.Export;
using ReasoningGrains.Training.Recipes;
using ReasoningGrains.Training.Running;
using Spectre.Console;

namespace ReasoningGrains.Training.Commands;

/// <summary><c>reasoning-train train</c>.</summary>
internal static class TrainCommand
{
    private const int Stopped = 130;

    public static Command Create()
    {
        var recipe = new Option<string>("--recipe") { Description = "What to make and how: a JSON file.", Required = true };
        var output = new Option<string>("--out") { Description = "Folder for checkpoints, the log and, when it is done, model/.", Required = true };
        var resume = new Option<bool>("--resume") { Description = "Go on from the folder's last checkpoint, or begin where it has none." };
        var command = new Command("train", """
            Trains a model by a recipe and writes it in the Hugging Face layout. Ctrl-C stops it after a checkpoint; a process that is killed goes on from its last one.

            Examples:
              reasoning-train train --recipe models/built-in/recipe.json --out artifacts/built-in
              reasoning-train train --recipe models/built-in/recipe.json --out artifacts/built-in --resume
            """) { recipe, output, resume };
        // On a thread of its own: signals are listened to only once this has returned.
        command.SetAction((parsed, stop) => Task.Run(() => Failures.Told(() => Train(parsed.GetValue(recipe)!, parsed.GetValue(output)!, parsed.GetValue(resume), stop)), CancellationToken.None));
        return command;
    }

    private static int Train(string path, string folder, bool resume, CancellationToken stop)
    {
        var recipe = RecipeFile.Read(path);
        var from = Path.GetDirectoryName(Path.GetFullPath(path))!;
        using var run = new TrainingRun(folder, recipe, ExampleSources.Create(recipe, from), resume);
        Console.WriteLine(FormattableString.Invariant($"{recipe.Model.Parameters / 1e6:f2} M parameters, {recipe.LastStep} steps of {recipe.BatchTokens} tokens; {run.Step} done"));
        if (Console.IsOutputRedirected)
        {
            run.Train(TimeProvider.System, new PlainProgress(Console.Out, TimeProvider.System, recipe.LastStep), stop);
        }
        else
        {
            AnsiConsole.Progress().Columns(new TaskDescriptionColumn { Alignment = Justify.Left }, new ProgressBarColumn(), new PercentageColumn()).Start(context =>
            {
                var bar = context.AddTask("", maxValue: recipe.LastStep);
                run.Train(TimeProvider.System, new BarProgress(bar, recipe.LastStep), stop);
            });
        }

        if (run.Step < recipe.LastStep)
        {
            return Stopped;
        }

        if (ExampleSources.TokenizerFolder(recipe, from) is { } tokenizer)
        {
            Console.WriteLine(ModelFolder.Write(Path.Combine(folder, "model"), run.State, tokenizer));
        }

        return 0;
    }
}
