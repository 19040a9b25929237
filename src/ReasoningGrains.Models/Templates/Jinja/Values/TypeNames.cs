namespace ReasoningGrains.Models.Templates.Jinja.Values;

/// <summary>What error messages call a value.</summary>
internal static class TypeNames
{
    public static string Of(object? value) => value switch
    {
        null => "none",
        Undefined undefined => $"'{undefined.Name}', which is undefined,",
        bool => "a boolean",
        long => "an integer",
        double => "a float",
        string => "text",
        Mapping => "a mapping",
        Namespace => "a namespace",
        Loop => "a loop",
        Function => "a function",
        _ => "a list",
    };
}
