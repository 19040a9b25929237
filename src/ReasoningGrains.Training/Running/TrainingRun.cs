using System.Runtime.InteropServices;
using System.Security.Cryptography;
using ReasoningGrains.Training.Checkpoints;
using ReasoningGrains.Training.Examples;
using ReasoningGrains.Training.Recipes;

namespace ReasoningGrains.Training.Running;

/// <summary>A training and its folder: <c>recipe.json</c>, <c>log.jsonl</c>, <c>checkpoints/</c>.</summary>
internal sealed class TrainingRun : IDisposable
{
    private const string RecipeName = "recipe.json", LogName = "log.jsonl", CheckpointsName = "checkpoints";
    private readonly string folder;
    private readonly Recipe recipe;
    private readonly IExampleSource source;
    private readonly Trainer trainer;
    private readonly CheckpointFolder checkpoints;

    /// <param name="folder">Made if need be.</param>
    /// <param name="recipe">What to do.</param>
    /// <param name="source">What to learn from.</param>
    /// <param name="resume">Whether to go on from the folder's last checkpoint; if it has none, from the start.</param>
    /// <exception cref="RecipeException">The folder holds a training already, or that of another recipe or of other examples.</exception>
    public TrainingRun(string folder, Recipe recipe, IExampleSource source, bool resume)
    {
        this.folder = folder;
        this.recipe = recipe;
        this.source = source;
        checkpoints = Checkpoints(folder);
        var last = checkpoints.Last;
        if (last is not null && !resume)
        {
            throw new RecipeException($"{folder} holds a training already; pass --resume to go on with it, or give another folder.");
        }

        var path = Path.Combine(folder, RecipeName);
        if (last is not null && RecipeFile.Read(path) != recipe)
        {
            throw new RecipeException($"{path} is not the recipe given; a training goes on with its own recipe only.");
        }

        Directory.CreateDirectory(folder);
        var state = new TrainingState(recipe);
        if (last is null)
        {
            RecipeFile.Write(path, recipe);
        }
        else
        {
            CheckpointFolder.Read(last, state);
            if (state.Position.Ahead is { } ahead && ahead != Ahead(state.Position))
            {
                state.Dispose();
                throw new RecipeException($"{last} was trained on other examples than come now; a training goes on with the tokenizer and the dialogues that it began with.");
            }
        }

        trainer = new Trainer(recipe, source, state);
    }

    /// <summary>Steps done.</summary>
    public int Step => trainer.State.Position.Step;

    public TrainingState State => trainer.State;

    public static CheckpointFolder Checkpoints(string folder) => new(Path.Combine(folder, CheckpointsName));

    /// <summary>The recipe of a run's folder.</summary>
    public static Recipe Recipe(string folder) => RecipeFile.Read(Path.Combine(folder, RecipeName));

    /// <summary>Trains to the end, or until asked to stop; either way a checkpoint holds what was reached.</summary>
    public void Train(TimeProvider time, ITrainingMonitor progress, CancellationToken stop)
    {
        using var log = new TrainingLog(Path.Combine(folder, LogName), Step);
        var pace = new PaceMeter(time, recipe.LastStep);
        for (var stopped = stop.IsCancellationRequested; !trainer.Done && !stopped;)
        {
            var result = trainer.Step();
            var now = pace.Stepped(result);
            log.Stepped(result, now);
            progress.Stepped(result, now);
            stopped = stop.IsCancellationRequested;
            if (Step % recipe.CheckpointSteps == 0 || trainer.Done || stopped)
            {
                trainer.State.Position = trainer.State.Position with { Ahead = Ahead(trainer.State.Position) };
                checkpoints.Write(trainer.State);
            }
        }
    }

    public void Dispose()
    {
        trainer.Dispose();
        trainer.State.Dispose();
    }

    /// <summary>Hash of a few examples that follow a position.</summary>
    private string Ahead(TrainingPosition position)
    {
        const int Examples = 16;
        int[] tokens = [.. Enumerable.Range(0, Examples).SelectMany(i => source.Draw(position.Example + i, (double)position.Step / recipe.Steps).Tokens)];
        return Convert.ToHexStringLower(SHA256.HashData(MemoryMarshal.AsBytes<int>(tokens)));
    }
}
