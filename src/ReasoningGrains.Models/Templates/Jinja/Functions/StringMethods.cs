using ReasoningGrains.Models.Templates.Jinja.Values;

namespace ReasoningGrains.Models.Templates.Jinja.Functions;

/// <summary>The methods of Python's <c>str</c> that templates call.</summary>
internal static class StringMethods
{
    /// <summary>A method of a text, or null when there is none of that name.</summary>
    public static Function? Bind(string text, string name, Budget budget)
    {
        Func<Arguments, object?>? method = name switch
        {
            "strip" => arguments => Trim.Both(text, arguments.OptionalText(0, "chars")),
            "lstrip" => arguments => Trim.Left(text, arguments.OptionalText(0, "chars")),
            "rstrip" => arguments => Trim.Right(text, arguments.OptionalText(0, "chars")),
            "split" => arguments => Splitting.Split(text, arguments.OptionalText(0, "sep"), arguments.Integer(1, "maxsplit", -1), budget),
            "rsplit" => arguments => Splitting.SplitRight(text, arguments.OptionalText(0, "sep"), arguments.Integer(1, "maxsplit", -1), budget),
            "splitlines" => arguments => Splitting.Lines(text, arguments.Flag(0, "keepends"), budget),
            "partition" => arguments => Splitting.Partition(text, arguments.Text(0, "sep")),
            "startswith" => arguments => Any(arguments, part => text.StartsWith(part, StringComparison.Ordinal)),
            "endswith" => arguments => Any(arguments, part => text.EndsWith(part, StringComparison.Ordinal)),
            "removeprefix" => arguments => arguments.Text(0, "prefix") is var prefix && text.StartsWith(prefix, StringComparison.Ordinal) ? text[prefix.Length..] : text,
            "removesuffix" => arguments => arguments.Text(0, "suffix") is var suffix && text.EndsWith(suffix, StringComparison.Ordinal) ? text[..^suffix.Length] : text,
            "replace" => arguments => Replacing.Replace(text, arguments.Text(0, "old"), arguments.Text(1, "new"), arguments.Integer(2, "count", -1), budget),
            "upper" => _ => text.ToUpperInvariant(),
            "lower" => _ => text.ToLowerInvariant(),
            "title" => _ => Casing.Title(text),
            "capitalize" => _ => Casing.Capitalize(text),
            "find" => arguments => Position(text, text.IndexOf(arguments.Text(0, "sub"), StringComparison.Ordinal)),
            "rfind" => arguments => Position(text, text.LastIndexOf(arguments.Text(0, "sub"), StringComparison.Ordinal)),
            "count" => arguments => Replacing.Count(text, arguments.Text(0, "sub")),
            "join" => arguments => TextFilters.Join(text, Sequences.Of(arguments.Require(0, "iterable"), budget), budget),
            "format" => arguments => StringFormat.Braces(text, arguments, budget),
            "isdigit" => _ => text.Length > 0 && text.All(char.IsDigit),
            "isalpha" => _ => text.Length > 0 && text.All(char.IsLetter),
            "isalnum" => _ => text.Length > 0 && text.All(char.IsLetterOrDigit),
            "isspace" => _ => text.Length > 0 && text.All(Trim.IsSpace),
            "isupper" => _ => text.Any(char.IsUpper) && !text.Any(char.IsLower),
            "islower" => _ => text.Any(char.IsLower) && !text.Any(char.IsUpper),
            _ => null,
        };
        return method is null ? null : Charged;

        object? Charged(Arguments arguments)
        {
            budget.Characters(text.Length);
            return method(arguments with { Callee = name });
        }
    }

    private static bool Any(Arguments arguments, Func<string, bool> matches) => arguments.Require(0, "prefix") is object?[] many
        ? many.OfType<string>().Any(matches)
        : matches(arguments.Text(0, "prefix"));

    private static long Position(string text, int at) => at < 0 ? -1 : Subscript.Length(text[..at]);
}
