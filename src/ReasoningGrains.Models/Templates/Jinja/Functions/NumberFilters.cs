using System.Globalization;
using ReasoningGrains.Models.Templates.Jinja.Values;

namespace ReasoningGrains.Models.Templates.Jinja.Functions;

/// <summary>Filters whose result is a number.</summary>
internal static class NumberFilters
{
    public static IEnumerable<KeyValuePair<string, FilterFunction>> All { get; } = new Dictionary<string, FilterFunction>
    {
        ["int"] = (value, arguments, _) => Integer(value) ?? arguments.Get(0, "default", 0L),
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
