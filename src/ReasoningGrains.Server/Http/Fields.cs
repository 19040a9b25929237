using System.Text.Json;
using ReasoningGrains.Application;

namespace ReasoningGrains.Server.Http;

/// <summary>The fields of a request's JSON object; a wrong one is refused by its name. A null is as good as none.</summary>
internal sealed class Fields(JsonElement element, string path = "")
{
    public static async Task<Fields> Read(HttpRequest request)
    {
        using var document = await JsonDocument.ParseAsync(request.Body, new JsonDocumentOptions { MaxDepth = 32 }, request.HttpContext.RequestAborted);
        return document.RootElement.ValueKind == JsonValueKind.Object ? new Fields(Named(document.RootElement.Clone()))
            : throw new RefusedException(ErrorCodes.Invalid, null, "The body must be a JSON object.");
    }

    /// <exception cref="RefusedException">A field's name is not Unicode: it can neither be looked for nor named.</exception>
    private static JsonElement Named(JsonElement root)
    {
        var left = new Stack<JsonElement>([root]);
        while (left.TryPop(out var next))
        {
            foreach (var inner in next.ValueKind == JsonValueKind.Array ? next.EnumerateArray() : Enumerable.Empty<JsonElement>())
            {
                left.Push(inner);
            }

            foreach (var field in next.ValueKind == JsonValueKind.Object ? next.EnumerateObject() : Enumerable.Empty<JsonProperty>())
            {
                try
                {
                    _ = field.Name;
                }
                catch (InvalidOperationException)
                {
                    throw new RefusedException(ErrorCodes.Invalid, null, "The name of a field must be valid Unicode text.");
                }

                left.Push(field.Value);
            }
        }

        return root;
    }

    public string Name(string name) => path.Length == 0 ? name : $"{path}.{name}";

    public JsonElement? Find(string name) => element.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null ? value : null;

    public Fields? Object(string name) => Find(name) is not { } value ? null
        : value.ValueKind == JsonValueKind.Object ? new Fields(value, Name(name)) : throw Wrong(name, "an object");

    public IReadOnlyList<JsonElement>? Array(string name) => Find(name) is not { } value ? null
        : value.ValueKind == JsonValueKind.Array ? [.. value.EnumerateArray()] : throw Wrong(name, "a list");

    public string? Text(string name) => Find(name) is not { } value ? null
        : value.ValueKind == JsonValueKind.String ? Valid(value, name) : throw Wrong(name, "text");

    public float? Number(string name) => Find(name) is not { } value ? null
        : value.ValueKind == JsonValueKind.Number ? value.GetSingle() : throw Wrong(name, "a number");

    public int? Integer(string name) => Find(name) is not { } value ? null
        : value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out var integer) ? integer : throw Wrong(name, "an integer");

    public int? Positive(string name) => Integer(name) is not { } integer ? null : integer > 0 ? integer : throw Wrong(name, "1 or more");

    public long? Long(string name) => Find(name) is not { } value ? null
        : value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out var integer) ? integer : throw Wrong(name, "an integer");

    public bool Flag(string name) => Find(name) is { } value && (value.ValueKind is JsonValueKind.True or JsonValueKind.False ? value.GetBoolean() : throw Wrong(name, "true or false"));

    public IReadOnlyDictionary<string, string>? Texts(string name)
    {
        if (Object(name) is null)
        {
            return null;
        }

        var texts = new Dictionary<string, string>();
        foreach (var text in Find(name)!.Value.EnumerateObject())
        {
            if (!texts.TryAdd(text.Name, text.Value.ValueKind == JsonValueKind.String ? Valid(text.Value, $"{name}.{text.Name}") : throw Wrong($"{name}.{text.Name}", "text")))
            {
                throw Wrong($"{name}.{text.Name}", "given once");
            }
        }

        return texts;
    }

    /// <summary>The characters of a JSON text.</summary>
    /// <exception cref="RefusedException">They are not Unicode: half a surrogate pair, or bytes that are not UTF-8.</exception>
    public string Valid(JsonElement text, string name)
    {
        try
        {
            return text.GetString()!;
        }
        catch (InvalidOperationException)
        {
            throw Wrong(name, "valid Unicode text");
        }
    }

    /// <summary>Whether it is an object whose <c>type</c> is this.</summary>
    public static bool IsOfType(JsonElement value, string type)
        => value.ValueKind == JsonValueKind.Object && value.TryGetProperty("type", out var given) && given.ValueKind == JsonValueKind.String && given.ValueEquals(type);

    /// <summary>Whether it is a list of which every entry is this text.</summary>
    public static bool AreTexts(JsonElement value, string text)
        => value.ValueKind == JsonValueKind.Array && value.EnumerateArray().All(entry => entry.ValueKind == JsonValueKind.String && entry.ValueEquals(text));

    /// <summary>Whether it asks for answers of the usual length, or for nothing.</summary>
    public static bool IsUsualVerbosity(JsonElement value) => value.ValueKind == JsonValueKind.Null || (value.ValueKind == JsonValueKind.String && value.ValueEquals("medium"));

    /// <summary>Refuses fields that would change the answer and are not supported.</summary>
    public void Refuse(string name, Func<JsonElement, bool> harmless, string allowed)
    {
        if (Find(name) is { } value && !harmless(value))
        {
            throw new RefusedException(ErrorCodes.Invalid, Name(name), $"{Name(name)} is not supported as given; {allowed}.");
        }
    }

    public RefusedException Missing(string name, string what) => new(ErrorCodes.Invalid, Name(name), $"{Name(name)} is missing; it must be {what}.");

    public RefusedException Wrong(string name, string what) => new(ErrorCodes.Invalid, Name(name), $"{Name(name)} must be {what}.");
}
