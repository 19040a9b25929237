using System.Text.Json.Serialization;

namespace ReasoningGrains.Training.Recipes;

/// <summary>What is learnt from.</summary>
internal sealed record DataRecipe
{
    /// <summary>One of <see cref="ExampleSources.Kinds"/>.</summary>
    [JsonRequired]
    public string Kind { get; init; } = "";

    /// <summary>Of what is drawn.</summary>
    public int Seed { get; init; } = 1;

    /// <summary>Most tokens of an example; not more than the model's context.</summary>
    public int Longest { get; init; } = 1024;

    /// <summary>Most tokens of an example towards the end of the training, not more than the model's context either; null when none becomes longer than <see cref="Longest"/>.</summary>
    public int? LongestAtEnd { get; init; }

    /// <summary>Folder with the tokenizer's files, from the recipe's own folder on.</summary>
    public string Tokenizer { get; init; } = ".";
}
