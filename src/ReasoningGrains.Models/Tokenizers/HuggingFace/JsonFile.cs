using System.Text.Json;

namespace ReasoningGrains.Models.Tokenizers.HuggingFace;

/// <summary>Reads the JSON of a model folder, with errors that name the file.</summary>
internal static class JsonFile
{
    /// <summary>The root object, or null when the file is absent.</summary>
    public static JsonElement? Read(string folder, string name)
    {
        var path = Path.Combine(folder, name);
        if (!File.Exists(path))
        {
            return null;
        }

        try
        {
            using var json = JsonDocument.Parse(File.ReadAllBytes(path), new JsonDocumentOptions { MaxDepth = 64 });
            return json.RootElement.ValueKind == JsonValueKind.Object ? json.RootElement.Clone() : throw new ModelFormatException($"{path} holds no JSON object.");
        }
        catch (JsonException exception)
        {
            throw new ModelFormatException($"{path} is no JSON: {exception.Message}", exception);
        }
    }

    /// <summary>A property that is there and not null.</summary>
    public static JsonElement? Optional(this JsonElement json, string name) =>
        json.ValueKind == JsonValueKind.Object && json.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null ? value : null;

    public static JsonElement Required(this JsonElement json, string name) => json.Optional(name) ?? throw new ModelFormatException($"tokenizer.json lacks '{name}'.");

    public static string Text(this JsonElement json, string name) => json.Required(name) is { ValueKind: JsonValueKind.String } value
        ? value.GetString()!
        : throw new ModelFormatException($"'{name}' in tokenizer.json is no text.");

    public static string? OptionalText(this JsonElement json, string name) => json.Optional(name) is { ValueKind: JsonValueKind.String } value ? value.GetString() : null;

    public static bool Flag(this JsonElement json, string name, bool fallback = false) => json.Optional(name)?.ValueKind switch
    {
        null => fallback,
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        _ => throw new ModelFormatException($"'{name}' in tokenizer.json is neither true nor false."),
    };

    public static IEnumerable<JsonElement> Items(this JsonElement json, string name) => json.Optional(name) switch
    {
        null => [],
        { ValueKind: JsonValueKind.Array } array => array.EnumerateArray(),
        _ => throw new ModelFormatException($"'{name}' in tokenizer.json is no list."),
    };
}
