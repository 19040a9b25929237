namespace ReasoningGrains.Models.Templates.Jinja.Values;

/// <summary>Python's idea of true.</summary>
internal static class Truth
{
    public static bool Of(object? value) => value switch
    {
        null or Undefined => false,
        bool flag => flag,
        long number => number != 0,
        double number => number != 0,
        string text => text.Length > 0,
        Mapping mapping => mapping.Count > 0,
        IReadOnlyList<object?> list => list.Count > 0,
        _ => true,
    };
}
