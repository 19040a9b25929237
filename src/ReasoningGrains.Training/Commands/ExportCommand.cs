using System.CommandLine;
using ReasoningGrains.Training.Checkpoints;
using ReasoningGrains.Training.Export;
using ReasoningGrains.Training.Running;

namespace ReasoningGrains.Training.Commands;

/// <summary><c>reasoning-train export</c>.</summary>
internal static class ExportCommand
{
    public static Command Create()
    {
        var checkpoint = new Option<string>("--checkpoint") { Description = "The folder of a training; its last checkpoint is taken.", Required = true };
        var output = new Option<string>("--out") { Description = "The model's folder.", Required = true };
        var tokenizer = new Option<string?>("--tokenizer") { Description = "A folder whose tokenizer files are copied; else those in the model's folder stay." };
        var command = new Command("export", """
            Writes a training's model as a folder in the Hugging Face layout, in 16-bit floats.

            Example:
              reasoning-train export --checkpoint artifacts/built-in --tokenizer models/built-in --out models/built-in
            """) { checkpoint, output, tokenizer };
        command.SetAction(parsed => Failures.Told(() => Export(parsed.GetValue(checkpoint)!, parsed.GetValue(output)!, parsed.GetValue(tokenizer))));
        return command;
    }

    private static int Export(string run, string folder, string? tokenizer)
    {
        var last = TrainingRun.Checkpoints(run).Last ?? throw new InvalidDataException($"{run} holds no checkpoint; give the folder that `train --out` named.");
        using var state = new TrainingState(TrainingRun.Recipe(run));
        CheckpointFolder.Read(last, state);
        Console.WriteLine(ModelFolder.Write(folder, state, tokenizer));
        return 0;
    }
}
