using System.Text.Json.Serialization;
using ReasoningGrains.Training.Llama;

namespace ReasoningGrains.Training.Recipes;

/// <summary>All that decides what a training makes: the same recipe gives the same weights, bit for bit, on the same processor.</summary>
internal sealed record Recipe
{
    [JsonRequired]
    public ModelShape Model { get; init; } = new();

    /// <summary>Updates of the weights, by which learning rate and data go on.</summary>
    [JsonRequired]
    public int Steps { get; init; }

    /// <summary>The update after which the training is over, where the last ones are not worth their time; null is after all.</summary>
    public int? StopAfter { get; init; }

    /// <summary>Updates that are done.</summary>
    [JsonIgnore]
    public int LastStep => StopAfter ?? Steps;

    /// <summary>Tokens of a step, about.</summary>
    public int BatchTokens { get; init; } = 8192;

    /// <summary>One of <see cref="Optimizers.Kinds"/>.</summary>
    public string Optimizer { get; init; } = Optimizers.AdamW;

    /// <summary>At the end of the warm-up.</summary>
    public double LearningRate { get; init; } = 2e-3;

    /// <summary>At the last step.</summary>
    public double FinalLearningRate { get; init; } = 2e-5;

    public int WarmupSteps { get; init; } = 100;

    public double WeightDecay { get; init; } = 0.1;

    /// <summary>Longest gradient.</summary>
    public double GradientNorm { get; init; } = 1;

    /// <summary>Of the first weights.</summary>
    public int Seed { get; init; } = 1;

    /// <summary>Threads that compute gradients. Part of the recipe: another number adds them up in another order.</summary>
    public int Workers { get; init; } = 2;

    /// <summary>Steps between checkpoints.</summary>
    public int CheckpointSteps { get; init; } = 100;

    [JsonRequired]
    public DataRecipe Data { get; init; } = new();
}
