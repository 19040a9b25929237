using System.Text.Json;
using ReasoningGrains.Models.Templates.Jinja.Values;

namespace ReasoningGrains.Models.Tests.Templates.Jinja;

/// <summary>JSON as template values.</summary>
internal static class JinjaValues
{
    public static object? Of(JsonElement json) => json.ValueKind switch
    {
        JsonValueKind.Object => Mapping(json),
        JsonValueKind.Array => json.EnumerateArray().Select(Of).ToList(),
        JsonValueKind.String => json.GetString(),
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        JsonValueKind.Number => json.TryGetInt64(out var number) && !json.GetRawText().Contains('.', StringComparison.Ordinal) ? (object)number : json.GetDouble(),
        _ => null,
    };

    private static Mapping Mapping(JsonElement json)
    {
        var mapping = new Mapping();
        foreach (var property in json.EnumerateObject())
        {
            mapping.Set(property.Name, Of(property.Value));
        }

        return mapping;
    }
}
