using ReasoningGrains.Training.Llama;
using ReasoningGrains.Training.Optimization;
using ReasoningGrains.Training.Recipes;

namespace ReasoningGrains.Training.Running;

/// <summary>All that a step changes; nothing else has to be kept to go on later.</summary>
internal sealed class TrainingState : IDisposable
{
    public TrainingState(Recipe recipe)
    {
        Weights = new LlamaWeights(recipe.Model);
        WeightInitializer.Fill(Weights, recipe.Seed);
        Optimizer = Optimizers.Create(recipe, Weights);
    }

    public LlamaWeights Weights { get; }

    public IOptimizer Optimizer { get; }

    public TrainingPosition Position { get; set; } = new(0, 0, 0);

    public void Dispose()
    {
        Optimizer.Dispose();
        Weights.Dispose();
    }
}
