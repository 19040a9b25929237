using ReasoningGrains.Training.Examples;
using ReasoningGrains.Training.Llama;
using ReasoningGrains.Training.Recipes;

namespace ReasoningGrains.Training.Tests;

/// <summary>A model that learns within seconds.</summary>
internal static class TinyRecipe
{
    public static ModelShape Shape { get; } = new() { Vocabulary = 32, Width = 64, Layers = 2, Heads = 4, KvHeads = 2, HeadDim = 16, FeedForward = 96, Context = 64 };

    public static Recipe Of(int steps, int checkpointSteps = 1000) => new()
    {
        Model = Shape,
        Steps = steps,
        BatchTokens = 1024,
        LearningRate = 4e-3,
        WarmupSteps = Math.Min(steps, 20),
        CheckpointSteps = checkpointSteps,
        Data = new DataRecipe { Kind = "pairs", Longest = 24 },
    };

    public static IExampleSource Source(Recipe recipe) => new CopySource(recipe.Model.Vocabulary, recipe.Data.Seed);
}
