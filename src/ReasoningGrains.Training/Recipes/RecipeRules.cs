using ReasoningGrains.Training.Examples;
using ReasoningGrains.Training.Llama;

namespace ReasoningGrains.Training.Recipes;

/// <summary>What a recipe may ask for.</summary>
internal static class RecipeRules
{
    /// <summary>One line for each value that is not allowed.</summary>
    public static IEnumerable<string> Broken(Recipe recipe)
    {
        (string Name, double Value, double Least, double Most)[] rules =
        [
            ("steps", recipe.Steps, 1, 10_000_000),
            ("batchTokens", recipe.BatchTokens, 1, 1 << 20),
            ("learningRate", recipe.LearningRate, 1e-8, 1),
            ("finalLearningRate", recipe.FinalLearningRate, 0, recipe.LearningRate),
            ("warmupSteps", recipe.WarmupSteps, 0, recipe.Steps),
            ("weightDecay", recipe.WeightDecay, 0, 10),
            ("gradientNorm", recipe.GradientNorm, 1e-6, 1e6),
            ("workers", recipe.Workers, 1, 256),
            ("checkpointSteps", recipe.CheckpointSteps, 1, 10_000_000),
            ("data.longest", recipe.Data.Longest, recipe.Data.Kind == ExampleSources.Dialogues ? DialogueSource.Least : 16, recipe.Model.Context),
        ];
        (string Name, double? Value, double Least, double Most)[] optional =
        [
            ("stopAfter", recipe.StopAfter, 1, recipe.Steps),
            ("data.longestAtEnd", recipe.Data.LongestAtEnd, recipe.Data.Longest, recipe.Model.Context),
        ];
        return rules.Concat(optional.Where(r => r.Value is not null).Select(r => (r.Name, r.Value!.Value, r.Least, r.Most))).Where(r => !(r.Value >= r.Least && r.Value <= r.Most))
            .Select(r => FormattableString.Invariant($"{r.Name} is {r.Value}; allowed are {r.Least} to {r.Most}"))
            .Concat(ShapeRules.Broken(recipe.Model))
            .Concat(Unknown("data.kind", recipe.Data.Kind, ExampleSources.Kinds))
            .Concat(recipe.Data is { LongestAtEnd: { } longest, Kind: not ExampleSources.Dialogues } ? [$"data.longestAtEnd is {longest}; allowed is none with the kind {recipe.Data.Kind}"] : [])
            .Concat(Unknown("optimizer", recipe.Optimizer, Optimizers.Kinds));
    }

    private static IEnumerable<string> Unknown(string name, string value, IReadOnlyCollection<string> allowed) => allowed.Contains(value) ? [] : [$"{name} is '{value}'; allowed are {string.Join(", ", allowed)}"];
}
