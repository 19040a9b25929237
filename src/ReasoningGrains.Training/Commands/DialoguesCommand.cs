using System.CommandLine;
using ReasoningGrains.Dialogues;
using Spectre.Console;

namespace ReasoningGrains.Training.Commands;

/// <summary><c>reasoning-train dialogues</c>: prints samples to read.</summary>
internal static class DialoguesCommand
{
    public static Command Create()
    {
        var seed = new Option<int>("--seed") { Description = "Of the dialogues.", DefaultValueFactory = _ => 1 };
        var count = new Option<int>("--count") { Description = "How many.", DefaultValueFactory = _ => 5 };
        var progress = new Option<double>("--progress") { Description = "Of the training, 0 to 1: how hard they are.", DefaultValueFactory = _ => 1 };
        var characters = new Option<int>("--characters") { Description = "About how long each is.", DefaultValueFactory = _ => 2500 };
        var task = new Option<string?>("--task") { Description = "Held-out cases of this task instead, as the evaluation asks them." };
        task.AcceptOnlyFromAmong([.. DialogueGenerator.Tasks]);
        var command = new Command("dialogues", "Prints dialogues that the built-in model learns from.") { seed, count, progress, characters, task };
        command.SetAction(parsed => Failures.Told(() =>
        {
            var generator = new DialogueGenerator(parsed.GetValue(seed));
            var length = parsed.GetValue(characters);
            var dialogues = parsed.GetValue(task) is { } named
                ? EvaluationCases.Draw(named, parsed.GetValue(seed), parsed.GetValue(count), length, text => text.Length)
                : Enumerable.Range(0, parsed.GetValue(count)).Select(index => generator.Draw(index, Split.Training, parsed.GetValue(progress), length));
            foreach (var dialogue in dialogues)
            {
                Print(dialogue);
            }

            return 0;
        }));
        return command;
    }

    private static void Print(Dialogue dialogue)
    {
        AnsiConsole.Write(new Rule());
        if (dialogue.System is { } system)
        {
            AnsiConsole.MarkupLineInterpolated($"[yellow]{system}[/]");
        }

        foreach (var turn in dialogue.Turns)
        {
            AnsiConsole.MarkupLineInterpolated($"[blue]{turn.Task,12}[/]  [bold]{turn.User}[/]");
            if (turn.Think is { } think)
            {
                AnsiConsole.MarkupLineInterpolated($"              [grey]{think}[/]");
            }

            AnsiConsole.MarkupLineInterpolated($"              [green]{turn.Answer}[/]");
        }
    }
}
