using System.Text.Json;
using System.Text.Json.Serialization;

namespace ReasoningGrains.Training.Recipes;

[JsonSerializable(typeof(Recipe))]
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    ReadCommentHandling = JsonCommentHandling.Skip,
    AllowTrailingCommas = true,
    RespectNullableAnnotations = true,
    IgnoreReadOnlyProperties = true,
    WriteIndented = true)]
internal sealed partial class RecipeJson : JsonSerializerContext;
