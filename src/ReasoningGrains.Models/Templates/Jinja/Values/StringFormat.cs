using System.Globalization;
using System.Text;

namespace ReasoningGrains.Models.Templates.Jinja.Values;

/// <summary>Python's <c>'%s' % value</c> and <c>'{}'.format(value)</c>, without format specifications beyond the plain ones.</summary>
internal static class StringFormat
{
    public static string Percent(string format, IReadOnlyList<object?> values, Budget budget)
    {
        var builder = new StringBuilder();
        var used = 0;
        for (var i = 0; i < format.Length; i++)
        {
            if (format[i] != '%')
            {
                builder.Append(format[i]);
                continue;
            }

            var kind = ++i < format.Length ? format[i] : ' ';
            builder.Append(kind switch
            {
                '%' => "%",
                's' => PythonText.Of(Next(), budget),
                'd' or 'i' => Next() is long number ? number.ToString(CultureInfo.InvariantCulture) : throw new ModelFormatException("The chat template formats something else than an integer with '%d'."),
                _ => throw new ModelFormatException($"The chat template uses the format '%{kind}'; allowed: %s, %d, %i, %%."),
            });
            budget.Characters(builder.Length);
        }

        return used == values.Count ? builder.ToString() : throw new ModelFormatException($"The chat template gives {values.Count} values to a format that takes {used}.");

        object? Next() => used < values.Count ? values[used++] : throw new ModelFormatException($"The chat template gives {values.Count} values to a format that takes more.");
    }

    public static string Braces(string format, Arguments arguments, Budget budget)
    {
        var builder = new StringBuilder();
        var used = 0;
        for (var i = 0; i < format.Length; i++)
        {
            if (format[i] is '{' or '}' && i + 1 < format.Length && format[i + 1] == format[i])
            {
                builder.Append(format[i++]);
            }
            else if (format[i] == '{')
            {
                var end = format.IndexOf('}', i);
                var name = end < 0 ? throw new ModelFormatException("The chat template has a format whose '{' has no '}'.") : format[(i + 1)..end];
                builder.Append(PythonText.Of(Field(name, arguments, ref used), budget));
                i = end;
            }
            else
            {
                builder.Append(format[i]);
            }

            budget.Characters(1);
        }

        return builder.ToString();
    }

    private static object? Field(string name, Arguments arguments, ref int used)
    {
        if (name.Length == 0)
        {
            return arguments.Require(used++, "value");
        }

        return int.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out var index) ? arguments.Require(index, name)
            : name.All(character => char.IsLetterOrDigit(character) || character == '_') ? arguments.Require(int.MaxValue, name)
            : throw new ModelFormatException($"The chat template uses the format field '{{{name}}}'; allowed: a number or a name.");
    }
}
