using System.Globalization;
using ReasoningGrains.Models.Templates.Jinja.Values;

namespace ReasoningGrains.Models.Templates.Jinja.Functions;

/// <summary>Filters whose result is a number.</summary>
internal static class NumberFilters
{
    public static IEnumerable<KeyValuePair<string, FilterFunction>> All { get; } = new Dictionary<string, FilterFunction>
    {
        ["int"] = (value, arguments, _) => (value is string text && arguments.Integer(1, "base", 10) is not 10 and var numerals ? Integer(text, numerals) : Integer(value)) ?? arguments.Get(0, "default", 0L),
        ["float"] = (value, arguments, _) => Float(value) ?? arguments.Get(0, "default", 0.0),
        ["abs"] = (value, _, budget) => Compare.Order(value, 0L, budget) < 0 ? Arithmetic.Negate(value) : value,
        ["round"] = (value, arguments, _) => Round(value, arguments),
    };

    private static object? Integer(object? value) => value switch
    {
        long => value,
        bool flag => flag ? 1L : 0L,
        double number when Math.Abs(number) < 9e18 => (long)number,
        string text when long.TryParse(text.Trim(), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) => number,
        string text when Float(text) is double number && Math.Abs(number) < 9e18 => (long)number,
        _ => null,
    };

    /// <summary>Of another base, with its prefix or without.</summary>
    private static object? Integer(string text, long numerals)
    {
        var prefix = numerals switch
        {
            2 => "0b",
            8 => "0o",
            16 => "0x",
            > 2 and <= 36 => "",
            _ => throw new ModelFormatException($"The chat template reads an integer of base {numerals}; allowed: 2 to 36."),
        };
        var digits = text.Trim().ToLowerInvariant();
        var sign = digits.StartsWith('-') ? -1 : 1;
        digits = digits.TrimStart('+', '-');
        digits = prefix.Length > 0 && digits.StartsWith(prefix, StringComparison.Ordinal) ? digits[prefix.Length..] : digits;
        var number = 0L;
        foreach (var digit in digits)
        {
            var value = char.IsAsciiDigit(digit) ? digit - '0' : char.IsAsciiLetterLower(digit) ? digit - 'a' + 10 : int.MaxValue;
            if (value >= numerals || number > (long.MaxValue - value) / numerals)
            {
                return null;
            }

            number = (number * numerals) + value;
        }

        return digits.Length > 0 ? sign * number : null;
    }

    private static object? Float(object? value) => value switch
    {
        double => value,
        long number => (double)number,
        bool flag => flag ? 1.0 : 0.0,
        string text when double.TryParse(text.Trim(), NumberStyles.Float, CultureInfo.InvariantCulture, out var number) => number,
        _ => null,
    };

    private static double Round(object? value, Arguments arguments)
    {
        var number = Float(value) as double? ?? throw new ModelFormatException($"The chat template rounds {TypeNames.Of(value)}; allowed: a number.");
        var digits = (int)Math.Clamp(arguments.Integer(0, "precision", 0), 0, 15);
        var scale = Math.Pow(10, digits);
        return arguments.Get(1, "method", "common") switch
        {
            "ceil" => Math.Ceiling(number * scale) / scale,
            "floor" => Math.Floor(number * scale) / scale,
            _ => Math.Round(number, digits, MidpointRounding.ToEven),
        };
    }
}
