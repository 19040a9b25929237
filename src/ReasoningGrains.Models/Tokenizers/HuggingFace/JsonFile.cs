using System.Text.Json;
using System.Text.Unicode;

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
            var bytes = File.ReadAllBytes(path);
            CheckText(bytes);
            using var json = JsonDocument.Parse(bytes, new JsonDocumentOptions { MaxDepth = 64 });
            return json.RootElement.ValueKind == JsonValueKind.Object ? json.RootElement.Clone() : throw new ModelFormatException($"{path} holds no JSON object.");
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            throw new ModelFormatException($"{path} is no JSON: {exception.Message}", exception);
        }
    }

    /// <summary>Refuses what JsonDocument accepts but cannot hand out: broken UTF-8, and escapes of half a surrogate pair.</summary>
    private static void CheckText(ReadOnlySpan<byte> bytes)
    {
        if (!Utf8.IsValid(bytes))
        {
            throw new JsonException("it is not UTF-8.");
        }

        if (bytes.IndexOf("\\ud"u8) < 0 && bytes.IndexOf("\\uD"u8) < 0)
        {
            return;
        }

        var reader = new Utf8JsonReader(bytes);
        while (reader.Read())
        {
            _ = reader.TokenType is JsonTokenType.String or JsonTokenType.PropertyName ? reader.GetString() : null;
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
