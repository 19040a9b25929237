namespace ReasoningGrains.Models.Templates.Jinja.Values;

/// <summary>The one value whose attributes a template may set.</summary>
internal sealed class Namespace
{
    public Dictionary<string, object?> Attributes { get; } = new(StringComparer.Ordinal);
}
