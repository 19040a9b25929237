using System.Runtime.InteropServices;
using System.Security.Cryptography;
using ReasoningGrains.Training.Checkpoints;
using ReasoningGrains.Training.Examples;
using ReasoningGrains.Training.Recipes;

namespace ReasoningGrains.Training.Running;

/// <summary>A training and its folder: <c>recipe.json</c>, <c>log.jsonl</c>, <c>checkpoints/</c>, and <c>lock</c> as long as it runs.</summary>
internal sealed class TrainingRun : IDisposable
{
    private const string RecipeName = "recipe.json", LogName = "log.jsonl", CheckpointsName = "checkpoints", LockName = "lock";
    private readonly string folder;
    private readonly Recipe recipe;
    private readonly IExampleSource source;
    private readonly Trainer trainer;
    private readonly CheckpointFolder checkpoints;
    private readonly FileStream claim;

    /// <param name="folder">Made if need be.</param>
    /// <param name="recipe">What to do.</param>
    /// <param name="source">What to learn from.</param>
    /// <param name="resume">Whether to go on from the folder's last checkpoint; if it has none, from the start.</param>
    /// <exception cref="RecipeException">The folder holds a training already, or that of another recipe or of other examples, or another process trains there.</exception>
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
        if (File.Exists(path) && RecipeFile.Read(path) != recipe)
        {
            throw new RecipeException($"{path} is not the recipe given; a training goes on with its own recipe only.");
        }

        if (last is null && TrainingLog.LastStep(Path.Combine(folder, LogName)) > recipe.CheckpointSteps)
        {
            throw new RecipeException($"{folder} holds the log of a training whose checkpoints are gone; give another folder.");
        }

        Directory.CreateDirectory(folder);
        claim = Claim(folder);
        try
        {
            trainer = new Trainer(recipe, source, Begin(path, last));
        }
        catch
        {
            claim.Dispose();
            throw;
        }
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
        claim.Dispose();
    }

    private static FileStream Claim(string folder)
    {
        try
        {
            return new FileStream(Path.Combine(folder, LockName), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, bufferSize: 1, FileOptions.DeleteOnClose);
        }
        catch (IOException e)
        {
            throw new RecipeException($"Another process trains in {folder} ({e.Message}).", e);
        }
    }

    /// <summary>Where the last checkpoint is, or the start.</summary>
    private TrainingState Begin(string path, string? last)
    {
        var state = new TrainingState(recipe);
        if (last is null)
        {
            if (!File.Exists(path))
            {
                RecipeFile.Write(path, recipe);
            }

            return state;
        }

        CheckpointFolder.Read(last, state);
        if (state.Position.Ahead is { } ahead && ahead != Ahead(state.Position))
        {
            state.Dispose();
            throw new RecipeException($"{last} was trained on other examples than come now; a training goes on with the tokenizer and the dialogues that it began with.");
        }

        return state;
    }

    /// <summary>Hash of a few examples that follow a position.</summary>
    private string Ahead(TrainingPosition position)
    {
        const int Examples = 16;
        int[] tokens = [.. Enumerable.Range(0, Examples).SelectMany(i => source.Draw(position.Example + i, (double)position.Step / recipe.Steps).Tokens)];
        return Convert.ToHexStringLower(SHA256.HashData(MemoryMarshal.AsBytes<int>(tokens)));
    }
}
