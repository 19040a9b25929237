namespace ReasoningGrains.Models.Templates.Jinja.Values;

/// <summary>What a loop goes over.</summary>
internal static class Sequences
{
    /// <summary>The items of a list, the keys of a mapping, the characters of a text, nothing of an undefined value.</summary>
    public static IReadOnlyList<object?> Of(object? value, Budget budget)
    {
        IReadOnlyList<object?> items = value switch
        {
            IReadOnlyList<object?> list => list,
            Mapping mapping => [.. mapping.Keys],
            string text => [.. text.EnumerateRunes().Select(rune => (object?)rune.ToString())],
            Undefined => [],
            _ => throw new ModelFormatException($"The chat template goes over {TypeNames.Of(value)}; allowed: a list, a mapping or text."),
        };
        budget.Step(items.Count);
        return items;
    }
}
