using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace ReasoningGrains.Training.Recipes;

/// <summary>Reads and writes recipes.</summary>
internal static class RecipeFile
{
    /// <exception cref="RecipeException">It is not a recipe, or asks for what is not allowed.</exception>
    public static Recipe Read(string path)
    {
        if (!File.Exists(path))
        {
            throw new RecipeException($"{path} does not exist; give a recipe, a JSON file.");
        }

        try
        {
            using var document = JsonDocument.Parse(File.ReadAllBytes(path), new JsonDocumentOptions { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true });
            RefuseUnknown(path, "", document.RootElement, RecipeJson.Recipe);
            var recipe = document.RootElement.Deserialize(RecipeJson.Recipe) ?? throw new RecipeException($"{path} holds null; give a recipe, a JSON object.");
            return RecipeRules.Broken(recipe).ToArray() is { Length: > 0 } broken ? throw new RecipeException($"{path}: {string.Join("; ", broken)}.") : recipe;
        }
        catch (JsonException e)
        {
            throw new RecipeException($"{path} is not a recipe: {e.Message}", e);
        }
    }

    public static void Write(string path, Recipe recipe) => File.WriteAllBytes(path, JsonSerializer.SerializeToUtf8Bytes(recipe, RecipeJson.Recipe));

    private static void RefuseUnknown(string path, string prefix, JsonElement element, JsonTypeInfo type)
    {
        if (element.ValueKind != JsonValueKind.Object || type.Kind != JsonTypeInfoKind.Object)
        {
            return;
        }

        foreach (var property in element.EnumerateObject())
        {
            var known = type.Properties.FirstOrDefault(p => p.Name == property.Name)
                ?? throw new RecipeException($"{path}: {prefix}{property.Name} is not known; allowed are {string.Join(", ", type.Properties.Select(p => prefix + p.Name))}.");
            RefuseUnknown(path, $"{prefix}{property.Name}.", property.Value, RecipeJson.Options.GetTypeInfo(known.PropertyType)!);
        }
    }
}
