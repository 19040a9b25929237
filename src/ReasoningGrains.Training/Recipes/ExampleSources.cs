using ReasoningGrains.Training.Examples;

namespace ReasoningGrains.Training.Recipes;

/// <summary>The sources that a recipe can name.</summary>
internal static class ExampleSources
{
    private const string Pairs = "pairs";

    public static IReadOnlyList<string> Kinds { get; } = [Pairs];

    /// <param name="recipe">Which, and how.</param>
    /// <param name="folder">Where the recipe's relative paths begin.</param>
    public static IExampleSource Create(Recipe recipe, string folder) => recipe.Data.Kind switch
    {
        Pairs => new PairSource(recipe.Model.Vocabulary, recipe.Data.Seed, recipe.Data.Longest),
        var other => throw new RecipeException($"data.kind is '{other}' in {folder}; allowed are {string.Join(", ", Kinds)}."),
    };
}
