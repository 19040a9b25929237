using System.Text.Json;

namespace ReasoningGrains.Models.Safetensors;

/// <summary>The fields of a JSON object, with errors that name file, field and what it must be. A null is as good as none.</summary>
internal sealed class JsonFields
{
    private readonly JsonElement element;

    public JsonFields(string path, JsonElement element)
    {
        Path = path;
        this.element = element.ValueKind == JsonValueKind.Object ? element : throw new ModelFormatException($"{path} must hold an object.");
    }

    public string Path { get; }

    public string Text(string name) => FindText(name) ?? throw Missing(name, "text");

    public int Integer(string name) => FindInteger(name) ?? throw Missing(name, "an integer");

    public double Number(string name) => FindNumber(name) ?? throw Missing(name, "a number");

    public string? FindText(string name) => Value(name) is not { } value ? null
        : value.ValueKind == JsonValueKind.String ? value.GetString() : throw Wrong(name, "text", value);

    public int? FindInteger(string name) => Value(name) is not { } value ? null
        : value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out var integer) ? integer : throw Wrong(name, "an integer", value);

    public double? FindNumber(string name) => Value(name) is not { } value ? null
        : value.ValueKind == JsonValueKind.Number ? value.GetDouble() : throw Wrong(name, "a number", value);

    public bool? FindFlag(string name) => Value(name) is not { } value ? null
        : value.ValueKind is JsonValueKind.True or JsonValueKind.False ? value.GetBoolean() : throw Wrong(name, "true or false", value);

    public JsonFields? Find(string name) => Value(name) is { } value ? new JsonFields($"{Path}: {name}", value) : null;

    private JsonElement? Value(string name) => element.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null ? value : null;

    private ModelFormatException Missing(string name, string expected) => new($"{Path}: {name} is missing; it must be {expected}.");

    private ModelFormatException Wrong(string name, string expected, JsonElement found) => new($"{Path}: {name} must be {expected}, but it is {found.ValueKind}.");
}
