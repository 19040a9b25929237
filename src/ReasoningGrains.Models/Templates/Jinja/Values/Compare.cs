using System.Runtime.CompilerServices;

namespace ReasoningGrains.Models.Templates.Jinja.Values;

/// <summary>Equality, order and membership as Python has them.</summary>
internal static class Compare
{
    public static bool Same(object? left, object? right, Budget budget)
    {
        budget.Step();
        RuntimeHelpers.EnsureSufficientExecutionStack();
        return (Number(left), Number(right)) switch
        {
            (long a, long b) => a == b,
            ({ } a, { } b) => Convert.ToDouble(a, null) == Convert.ToDouble(b, null),
            _ => (left, right) switch
            {
                (null, null) or (Undefined, Undefined) => true,
                (string a, string b) => Equal(a, b, budget),
                (Mapping a, Mapping b) => a.Count == b.Count && a.Entries.All(entry => b.TryGet(entry.Key, out var value) && Same(entry.Value, value, budget)),
                (List<object?> a, List<object?> b) => SameItems(a, b, budget),
                (object?[] a, object?[] b) => SameItems(a, b, budget),
                _ => ReferenceEquals(left, right),
            },
        };
    }

    /// <summary>Negative, zero or positive; numbers and texts and lists of them have an order.</summary>
    public static int Order(object? left, object? right, Budget budget) => (Number(left), Number(right)) switch
    {
        (long a, long b) => a.CompareTo(b),
        ({ } a, { } b) => Convert.ToDouble(a, null).CompareTo(Convert.ToDouble(b, null)),
        _ => (left, right) switch
        {
            (string a, string b) => string.CompareOrdinal(a, b),
            (IReadOnlyList<object?> a, IReadOnlyList<object?> b) => OrderItems(a, b, budget),
            _ => throw new ModelFormatException($"The chat template compares {TypeNames.Of(left)} with {TypeNames.Of(right)}; allowed: two numbers, two texts or two lists."),
        },
    };

    public static bool Contains(object? container, object? item, Budget budget) => container switch
    {
        string text => item is string part ? Within(text, part, budget) : throw new ModelFormatException($"The chat template looks for {TypeNames.Of(item)} in text; allowed: text."),
        Mapping mapping => mapping.TryGet(item, out _),
        IReadOnlyList<object?> list => list.Any(other => Same(other, item, budget)),
        Undefined => false,
        _ => throw new ModelFormatException($"The chat template looks into {TypeNames.Of(container)}; allowed: text, a list or a mapping."),
    };

    private static bool Equal(string left, string right, Budget budget)
    {
        budget.Characters(left.Length == right.Length ? left.Length : 0);
        return left == right;
    }

    private static bool Within(string text, string part, Budget budget)
    {
        budget.Characters(text.Length);
        return text.Contains(part, StringComparison.Ordinal);
    }

    private static object? Number(object? value) => value is bool flag ? flag ? 1L : 0L : value as long? ?? value as double? as object;

    private static bool SameItems(IReadOnlyList<object?> left, IReadOnlyList<object?> right, Budget budget)
    {
        if (left.Count != right.Count)
        {
            return false;
        }

        for (var i = 0; i < left.Count; i++)
        {
            if (!Same(left[i], right[i], budget))
            {
                return false;
            }
        }

        return true;
    }

    private static int OrderItems(IReadOnlyList<object?> left, IReadOnlyList<object?> right, Budget budget)
    {
        RuntimeHelpers.EnsureSufficientExecutionStack();
        for (var i = 0; i < Math.Min(left.Count, right.Count); i++)
        {
            if (!Same(left[i], right[i], budget))
            {
                return Order(left[i], right[i], budget);
            }
        }

        return left.Count.CompareTo(right.Count);
    }
}
