using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;

namespace ReasoningGrains.Models.Templates.Jinja.Values;

/// <summary>Values as text, the way Python's <c>str</c> and <c>repr</c> write them.</summary>
internal static class PythonText
{
    public static string Of(object? value, Budget budget)
    {
        if (value is string text)
        {
            return text;
        }

        var builder = new StringBuilder();
        Write(builder, value, budget, quote: false);
        return builder.ToString();
    }

    public static string Number(double value) => value switch
    {
        double.PositiveInfinity => "inf",
        double.NegativeInfinity => "-inf",
        _ when double.IsNaN(value) => "nan",
        _ when value != 0 && Math.Abs(value) is < 1e-4 or >= 1e16 => Exponent(value.ToString("R", CultureInfo.InvariantCulture)),
        _ when value == Math.Floor(value) => value.ToString("F1", CultureInfo.InvariantCulture),
        _ => value.ToString("R", CultureInfo.InvariantCulture),
    };

    private static void Write(StringBuilder builder, object? value, Budget budget, bool quote)
    {
        RuntimeHelpers.EnsureSufficientExecutionStack();
        var before = builder.Length;
        switch (value)
        {
            case string text:
                builder.Append(quote ? Quoted(text) : text);
                break;
            case IReadOnlyList<object?> list:
                var (open, close) = value is object?[] ? ('(', list.Count == 1 ? ",)" : ")") : ('[', "]");
                Join(builder, open, list, item => Write(builder, item, budget, quote: true));
                builder.Append(close);
                break;
            case Mapping mapping:
                Join(builder, '{', mapping.Entries, entry => WriteEntry(builder, entry, budget));
                builder.Append('}');
                break;
            default:
                builder.Append(Simple(value));
                break;
        }

        budget.Characters(builder.Length - before);
    }

    private static string Simple(object? value) => value switch
    {
        null => "None",
        Undefined => "",
        true => "True",
        false => "False",
        long number => number.ToString(CultureInfo.InvariantCulture),
        double number => Number(number),
        _ => throw new ModelFormatException($"The chat template prints {TypeNames.Of(value)}; allowed: text, numbers, lists and mappings."),
    };

    private static void WriteEntry(StringBuilder builder, KeyValuePair<object, object?> entry, Budget budget)
    {
        Write(builder, entry.Key is Undefined ? null : entry.Key, budget, quote: true);
        builder.Append(": ");
        Write(builder, entry.Value, budget, quote: true);
    }

    private static void Join<T>(StringBuilder builder, char open, IEnumerable<T> items, Action<T> write)
    {
        builder.Append(open);
        var first = true;
        foreach (var item in items)
        {
            builder.Append(first ? "" : ", ");
            first = false;
            write(item);
        }
    }

    private static string Quoted(string text)
    {
        var quote = text.Contains('\'', StringComparison.Ordinal) && !text.Contains('"', StringComparison.Ordinal) ? '"' : '\'';
        var builder = new StringBuilder().Append(quote);
        foreach (var character in text)
        {
            builder.Append(character switch
            {
                '\\' => "\\\\",
                '\n' => "\\n",
                '\r' => "\\r",
                '\t' => "\\t",
                _ when character == quote => "\\" + quote,
                _ when char.IsControl(character) => $"\\x{(int)character:x2}",
                _ => character.ToString(),
            });
        }

        return builder.Append(quote).ToString();
    }

    private static string Exponent(string text)
    {
        var mark = text.IndexOf('E', StringComparison.Ordinal);
        if (mark < 0)
        {
            return Scientific(text);
        }

        var exponent = int.Parse(text.AsSpan(mark + 1), CultureInfo.InvariantCulture);
        return $"{text[..mark]}e{(exponent < 0 ? '-' : '+')}{Math.Abs(exponent):00}";
    }

    private static string Scientific(string text) => Exponent(double.Parse(text, CultureInfo.InvariantCulture).ToString("E16", CultureInfo.InvariantCulture));
}
