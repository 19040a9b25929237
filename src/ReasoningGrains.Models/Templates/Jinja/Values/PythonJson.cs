using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;

namespace ReasoningGrains.Models.Templates.Jinja.Values;

/// <summary>JSON exactly as Python's <c>json.dumps</c> writes it, which is what Hugging Face's <c>tojson</c> filter is.</summary>
internal sealed class PythonJson(Budget budget, int? indent, string itemSeparator, string keySeparator, bool sortKeys, bool asciiOnly)
{
    private readonly StringBuilder builder = new();

    public string Write(object? value)
    {
        Append(value, 0);
        return builder.ToString();
    }

    private void Append(object? value, int depth)
    {
        RuntimeHelpers.EnsureSufficientExecutionStack();
        var before = builder.Length;
        switch (value)
        {
            case string text:
                AppendText(text);
                break;
            case Mapping { Count: > 0 } mapping:
                var entries = sortKeys ? mapping.Entries.OrderBy(entry => Key(entry.Key), StringComparer.Ordinal) : mapping.Entries;
                AppendAll('{', '}', entries, depth, entry =>
                {
                    AppendText(Key(entry.Key));
                    builder.Append(keySeparator);
                    Append(entry.Value, depth + 1);
                });
                break;
            case IReadOnlyList<object?> { Count: > 0 } list:
                AppendAll('[', ']', list, depth, item => Append(item, depth + 1));
                break;
            default:
                builder.Append(Simple(value));
                break;
        }

        budget.Characters(builder.Length - before);
    }

    private static string Simple(object? value) => value switch
    {
        null => "null",
        true => "true",
        false => "false",
        long number => number.ToString(CultureInfo.InvariantCulture),
        double.PositiveInfinity => "Infinity",
        double.NegativeInfinity => "-Infinity",
        double number => double.IsNaN(number) ? "NaN" : PythonText.Number(number),
        Mapping => "{}",
        IReadOnlyList<object?> => "[]",
        _ => throw new ModelFormatException($"The chat template writes {TypeNames.Of(value)} as JSON; allowed: text, numbers, booleans, none, lists and mappings."),
    };

    private static string Key(object key) => key is string text ? text : key is Undefined ? "null" : Simple(key);

    private void AppendAll<T>(char open, char close, IEnumerable<T> items, int depth, Action<T> append)
    {
        builder.Append(open);
        var first = true;
        foreach (var item in items)
        {
            builder.Append(first ? "" : itemSeparator);
            first = false;
            NewLine(depth + 1);
            append(item);
        }

        NewLine(depth);
        builder.Append(close);
    }

    private void NewLine(int depth)
    {
        if (indent is { } width)
        {
            budget.Characters((long)width * depth);
            builder.Append('\n').Append(' ', width * depth);
        }
    }

    private void AppendText(string text)
    {
        builder.Append('"');
        foreach (var character in text)
        {
            _ = character switch
            {
                '"' => builder.Append("\\\""),
                '\\' => builder.Append("\\\\"),
                '\n' => builder.Append("\\n"),
                '\r' => builder.Append("\\r"),
                '\t' => builder.Append("\\t"),
                '\b' => builder.Append("\\b"),
                '\f' => builder.Append("\\f"),
                _ when character < ' ' || (asciiOnly && character > '~') => builder.Append(CultureInfo.InvariantCulture, $"\\u{(int)character:x4}"),
                _ => builder.Append(character),
            };
        }

        builder.Append('"');
    }
}
