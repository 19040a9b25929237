using System.Globalization;
using System.Text;

namespace ReasoningGrains.Models.Templates.Jinja.Functions;

/// <summary>Python's <c>strftime</c> in English.</summary>
internal static class DateFormat
{
    private const string Allowed = "%Y %y %m %d %e %B %b %A %a %H %I %M %S %p %j %-d %-m %-H %-I %F %T %%";

    public static string Format(DateTimeOffset time, string format)
    {
        var builder = new StringBuilder();
        for (var i = 0; i < format.Length; i++)
        {
            if (format[i] != '%')
            {
                builder.Append(format[i]);
                continue;
            }

            var bare = i + 1 < format.Length && format[i + 1] == '-';
            i += bare ? 2 : 1;
            builder.Append(Directive(time, i < format.Length ? format[i] : ' ', bare));
        }

        return builder.ToString();
    }

    private static string Directive(DateTimeOffset time, char directive, bool bare)
    {
        var text = directive switch
        {
            'Y' => "yyyy",
            'y' => "yy",
            'm' => "MM",
            'd' or 'e' => "dd",
            'B' => "MMMM",
            'b' => "MMM",
            'A' => "dddd",
            'a' => "ddd",
            'H' => "HH",
            'I' => "hh",
            'M' => "mm",
            'S' => "ss",
            'p' => "tt",
            'F' => "yyyy-MM-dd",
            'T' => "HH:mm:ss",
            'j' => time.DayOfYear.ToString("000", CultureInfo.InvariantCulture),
            '%' => "'%'",
            _ => throw new ModelFormatException($"The chat template uses the time format '%{directive}'; allowed: {Allowed}."),
        };
        var value = directive == 'j' ? text : time.ToString(text, CultureInfo.InvariantCulture);
        return bare ? value.TrimStart('0') is { Length: > 0 } digits ? digits : "0" : directive == 'e' && value[0] == '0' ? " " + value[1..] : value;
    }
}
