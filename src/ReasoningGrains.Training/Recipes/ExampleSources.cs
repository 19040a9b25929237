using ReasoningGrains.Models.Tokenizers;
using ReasoningGrains.Training.Examples;
using ReasoningGrains.Training.Tokenizers;

namespace ReasoningGrains.Training.Recipes;

/// <summary>The sources that a recipe can name.</summary>
internal static class ExampleSources
{
    internal const string Dialogues = "dialogues";
    private const string Pairs = "pairs";

    public static IReadOnlyList<string> Kinds { get; } = [Dialogues, Pairs];

    /// <param name="recipe">Which, and how.</param>
    /// <param name="folder">Where the recipe's relative paths begin.</param>
    public static IExampleSource Create(Recipe recipe, string folder) => recipe.Data.Kind switch
    {
        Dialogues => new DialogueSource(Tokenizer(recipe, TokenizerFolder(recipe, folder)!), recipe.Data.Seed, recipe.Data.Longest, recipe.Data.LongestAtEnd),
        Pairs => new PairSource(recipe.Model.Vocabulary, recipe.Data.Seed, recipe.Data.Longest),
        var other => throw new RecipeException($"data.kind is '{other}' in {folder}; allowed are {string.Join(", ", Kinds)}."),
    };

    /// <summary>Whose files belong to the trained model; null for data that is not text.</summary>
    public static string? TokenizerFolder(Recipe recipe, string folder) => recipe.Data.Kind == Dialogues ? Path.Combine(folder, recipe.Data.Tokenizer) : null;

    private static ITokenizer Tokenizer(Recipe recipe, string folder)
    {
        var tokenizer = BuiltInTokenizer.Open(folder);
        return tokenizer.VocabularySize <= recipe.Model.Vocabulary ? tokenizer
            : throw new RecipeException($"model.vocabulary is {recipe.Model.Vocabulary}; the tokenizer in {folder} has {tokenizer.VocabularySize} tokens, allowed are as many or more.");
    }
}
