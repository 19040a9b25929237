namespace ReasoningGrains.Models.Templates.Jinja.Values;

/// <summary>Operators on values, with Python's types and rounding.</summary>
internal static class Arithmetic
{
    public static object? Apply(string name, object? left, object? right, Budget budget)
    {
        if (name == "~")
        {
            return Join(PythonText.Of(left, budget), PythonText.Of(right, budget), budget);
        }

        return (Number(left), Number(right)) switch
        {
            (long a, long b) => Integers(name, a, b),
            ({ } a, { } b) => Floats(name, Convert.ToDouble(a, null), Convert.ToDouble(b, null)),
            _ => Sequences(name, left, right, budget),
        };
    }

    public static object Negate(object? value) => Number(value) switch
    {
        long number => (object)checked(-number),
        double number => -number,
        _ => throw new ModelFormatException($"The chat template negates {TypeNames.Of(value)}; allowed: a number."),
    };

    private static object? Number(object? value) => value is bool flag ? flag ? 1L : 0L : value is long or double ? value : null;

    private static object Integers(string name, long left, long right) => name switch
    {
        "+" => checked(left + right),
        "-" => checked(left - right),
        "*" => checked(left * right),
        "**" when right >= 0 => Power(left, right),
        "//" => FloorDivide(left, NotZero(right)),
        "%" => checked(left - (FloorDivide(left, NotZero(right)) * right)),
        _ => (object)Floats(name, left, right),
    };

    private static double Floats(string name, double left, double right) => name switch
    {
        "+" => left + right,
        "-" => left - right,
        "*" => left * right,
        "/" => left / NotZero(right),
        "//" => Math.Floor(left / NotZero(right)),
        "%" => left - (Math.Floor(left / NotZero(right)) * right),
        "**" => Math.Pow(left, right),
        _ => throw new ModelFormatException($"The chat template uses the operator '{name}' on numbers."),
    };

    private static object? Sequences(string name, object? left, object? right, Budget budget) => (name, left, right) switch
    {
        ("+", string a, string b) => Join(a, b, budget),
        ("+", List<object?> a, List<object?> b) => Join(a, b, budget).ToList(),
        ("+", object?[] a, object?[] b) => Join(a, b, budget).ToArray(),
        ("*", string text, long times) => Repeat(text, times, budget),
        ("*", long times, string text) => Repeat(text, times, budget),
        ("*", List<object?> list, long times) => RepeatItems(list, times, budget),
        ("%", string format, _) => StringFormat.Percent(format, right is object?[] many ? many : [right], budget),
        _ => throw new ModelFormatException($"The chat template uses '{name}' on {TypeNames.Of(left)} and {TypeNames.Of(right)}."),
    };

    private static string Join(string left, string right, Budget budget)
    {
        budget.Characters(left.Length + right.Length);
        return left + right;
    }

    private static IEnumerable<object?> Join(IReadOnlyList<object?> left, IReadOnlyList<object?> right, Budget budget)
    {
        budget.Step(left.Count + right.Count);
        return left.Concat(right);
    }

    private static string Repeat(string text, long times, Budget budget)
    {
        var count = Math.Clamp(times, 0, int.MaxValue);
        budget.Characters(text.Length * count);
        return string.Concat(Enumerable.Repeat(text, text.Length == 0 ? 0 : (int)count));
    }

    private static List<object?> RepeatItems(List<object?> list, long times, Budget budget)
    {
        var count = Math.Clamp(times, 0, int.MaxValue);
        budget.Step(list.Count * count);
        return list.Count == 0 ? [] : [.. Enumerable.Repeat(list, (int)count).SelectMany(items => items)];
    }

    private static long Power(long value, long exponent)
    {
        var result = 1L;
        for (; exponent > 0; exponent >>= 1)
        {
            result = (exponent & 1) == 1 ? checked(result * value) : result;
            value = exponent > 1 ? checked(value * value) : value;
        }

        return result;
    }

    private static long FloorDivide(long left, long right)
    {
        var quotient = checked(left / right);
        return left % right != 0 && (left < 0) != (right < 0) ? quotient - 1 : quotient;
    }

    private static long NotZero(long value) => value != 0 ? value : throw new ModelFormatException("The chat template divides by zero.");

    private static double NotZero(double value) => value != 0 ? value : throw new ModelFormatException("The chat template divides by zero.");
}
