using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace ReasoningGrains.Training.Recipes;

/// <summary>How recipes look. By reflection: generated code would set what a file leaves out to nothing, not to its default.</summary>
internal static class RecipeJson
{
    public static JsonSerializerOptions Options { get; } = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        ReadCommentHandling = JsonCommentHandling.Skip,
        AllowTrailingCommas = true,
        RespectNullableAnnotations = true,
        IgnoreReadOnlyProperties = true,
        WriteIndented = true,
        TypeInfoResolver = new DefaultJsonTypeInfoResolver(),
    };

    public static JsonTypeInfo<Recipe> Recipe { get; } = (JsonTypeInfo<Recipe>)Options.GetTypeInfo(typeof(Recipe));
}
