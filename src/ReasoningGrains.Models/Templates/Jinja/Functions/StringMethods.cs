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
            "startswith" => arguments => Any(arguments, Part(text, arguments).Text, static (text, part) => text.StartsWith(part, StringComparison.Ordinal)),
            "endswith" => arguments => Any(arguments, Part(text, arguments).Text, static (text, part) => text.EndsWith(part, StringComparison.Ordinal)),
            "removeprefix" => arguments => arguments.Text(0, "prefix") is var prefix && text.StartsWith(prefix, StringComparison.Ordinal) ? text[prefix.Length..] : text,
            "removesuffix" => arguments => arguments.Text(0, "suffix") is var suffix && text.EndsWith(suffix, StringComparison.Ordinal) ? text[..^suffix.Length] : text,
            "replace" => arguments => Replacing.Replace(text, arguments.Text(0, "old"), arguments.Text(1, "new"), arguments.Integer(2, "count", -1), budget),
            "upper" => _ => text.ToUpperInvariant(),
            "lower" => _ => text.ToLowerInvariant(),
            "title" => _ => Casing.Title(text),
            "capitalize" => _ => Casing.Capitalize(text),
            "find" => arguments => Position(Part(text, arguments), part => part.IndexOf(arguments.Text(0, "sub"), StringComparison.Ordinal)),
            "rfind" => arguments => Position(Part(text, arguments), part => part.LastIndexOf(arguments.Text(0, "sub"), StringComparison.Ordinal)),
            "count" => arguments => Replacing.Count(Part(text, arguments).Text, arguments.Text(0, "sub")),
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

    private static bool Any(Arguments arguments, string text, Func<string, string, bool> matches) => arguments.Require(0, "prefix") is object?[] many
        ? many.OfType<string>().Any(part => matches(text, part))
        : matches(text, arguments.Text(0, "prefix"));

    /// <summary>What lies between the start and the end that the second and the third argument may give, and where it begins; both in code points.</summary>
    private static (string Text, long From) Part(string text, Arguments arguments)
    {
        if (arguments.Get(1, "start") is null && arguments.Get(2, "end") is null)
        {
            return (text, 0);
        }

        var runes = text.EnumerateRunes().ToArray();
        var from = Bound(arguments.Integer(1, "start", 0));
        var to = Math.Max(from, Bound(arguments.Integer(2, "end", runes.Length)));
        return (string.Concat(runes[from..to]), from);

        int Bound(long at) => (int)Math.Clamp(at < 0 ? at + runes.Length : at, 0, runes.Length);
    }

    private static long Position((string Text, long From) part, Func<string, int> find) => find(part.Text) is >= 0 and var at ? part.From + Subscript.Length(part.Text[..at]) : -1;
}
