using System.Text;
using ReasoningGrains.Models.Templates.Jinja.Values;

namespace ReasoningGrains.Models.Templates.Jinja.Functions;

/// <summary>Filters whose result is text.</summary>
internal static class TextFilters
{
    public static IEnumerable<KeyValuePair<string, FilterFunction>> All { get; } = new Dictionary<string, FilterFunction>
    {
        ["trim"] = (value, arguments, budget) => Trim.Both(PythonText.Of(value, budget), arguments.OptionalText(0, "chars")),
        ["upper"] = (value, _, budget) => PythonText.Of(value, budget).ToUpperInvariant(),
        ["lower"] = (value, _, budget) => PythonText.Of(value, budget).ToLowerInvariant(),
        ["title"] = (value, _, budget) => Casing.FilteredTitle(PythonText.Of(value, budget)),
        ["capitalize"] = (value, _, budget) => Casing.Capitalize(PythonText.Of(value, budget)),
        ["string"] = (value, _, budget) => PythonText.Of(value, budget),
        ["safe"] = (value, _, _) => value,
        ["e"] = (value, _, budget) => Escape(PythonText.Of(value, budget), budget),
        ["escape"] = (value, _, budget) => Escape(PythonText.Of(value, budget), budget),
        ["replace"] = (value, arguments, budget) =>
            Replacing.Replace(PythonText.Of(value, budget), arguments.Text(0, "old"), arguments.Text(1, "new"), arguments.Integer(2, "count", -1), budget),
        ["format"] = (value, arguments, budget) => StringFormat.Percent(PythonText.Of(value, budget), arguments.Positional, budget),
        ["indent"] = Indent,
        ["tojson"] = ToJson,
        ["join"] = (value, arguments, budget) => Join(
            PythonText.Of(arguments.Get(0, "d", ""), budget),
            arguments.Get(1, "attribute") is { } attribute ? [.. Sequences.Of(value, budget).Select(item => Lookup.Path(item, attribute, budget))] : Sequences.Of(value, budget),
            budget),
    };

    public static string Join(string separator, IReadOnlyList<object?> items, Budget budget)
    {
        var builder = new StringBuilder();
        for (var i = 0; i < items.Count; i++)
        {
            var text = PythonText.Of(items[i], budget);
            budget.Characters(text.Length + separator.Length);
            builder.Append(i == 0 ? "" : separator).Append(text);
        }

        return builder.ToString();
    }

    private static string Escape(string text, Budget budget)
    {
        budget.Characters(5L * text.Length);
        return new StringBuilder(text).Replace("&", "&amp;").Replace("<", "&lt;").Replace(">", "&gt;").Replace("'", "&#39;").Replace("\"", "&#34;").ToString();
    }

    private static string Indent(object? value, Arguments arguments, Budget budget)
    {
        var width = arguments.Get(0, "width", 4L);
        var prefix = width as string ?? (string)Arithmetic.Apply("*", " ", width, budget)!;
        var (first, blank) = (arguments.Flag(1, "first"), arguments.Flag(2, "blank"));
        var lines = PythonText.Of(value, budget).Split('\n');
        budget.Characters((long)lines.Length * (prefix.Length + 1));
        return string.Join('\n', lines.Select((line, at) => (at == 0 ? first : blank || line.Length > 0) ? prefix + line : line));
    }

    private static string ToJson(object? value, Arguments arguments, Budget budget)
    {
        var indent = arguments.Get(1, "indent") is null ? (int?)null : (int)Math.Clamp(arguments.Integer(1, "indent", 0), 0, 64);
        var separators = arguments.Get(2, "separators") as IReadOnlyList<object?>;
        var item = separators is [string given, ..] ? given : indent is null ? ", " : ",";
        var key = separators is [_, string colon] ? colon : ": ";
        return new PythonJson(budget, indent, item, key, arguments.Flag(3, "sort_keys"), arguments.Flag(0, "ensure_ascii")).Write(value);
    }
}
