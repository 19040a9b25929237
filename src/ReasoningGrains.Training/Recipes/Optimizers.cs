using ReasoningGrains.Training.Llama;
using ReasoningGrains.Training.Optimization;

namespace ReasoningGrains.Training.Recipes;

/// <summary>The optimizers that a recipe may name.</summary>
internal static class Optimizers
{
    public const string AdamW = "adamw", Muon = "muon";

    public static IReadOnlyList<string> Kinds { get; } = [AdamW, Muon];

    public static IOptimizer Create(Recipe recipe, LlamaWeights weights)
    {
        var settings = new AdamWSettings(recipe.WeightDecay);
        return recipe.Optimizer == Muon ? new Muon(weights, settings, recipe.Workers) : new AdamW(weights, settings);
    }
}
