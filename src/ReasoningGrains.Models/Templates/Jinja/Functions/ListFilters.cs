using ReasoningGrains.Models.Templates.Jinja.Values;

namespace ReasoningGrains.Models.Templates.Jinja.Functions;

/// <summary>Filters over lists, mappings and the characters of text.</summary>
internal static class ListFilters
{
    public static IEnumerable<KeyValuePair<string, FilterFunction>> All { get; } = new Dictionary<string, FilterFunction>
    {
        ["length"] = (value, _, _) => Length(value),
        ["count"] = (value, _, _) => Length(value),
        ["first"] = (value, _, budget) => Sequences.Of(value, budget) is { Count: > 0 } items ? items[0] : new Undefined("first"),
        ["last"] = (value, _, budget) => Sequences.Of(value, budget) is { Count: > 0 } items ? items[^1] : new Undefined("last"),
        ["list"] = (value, _, budget) => Sequences.Of(value, budget).ToList(),
        ["items"] = (value, _, _) => value switch
        {
            Mapping mapping => MappingMethods.Items(mapping),
            Undefined => new List<object?>(),
            _ => throw new ModelFormatException($"The chat template asks {TypeNames.Of(value)} for its items; allowed: a mapping."),
        },
        ["dictsort"] = SortMapping,
        ["reverse"] = (value, _, budget) => value is string ? Subscript.Slice(value, null, null, -1, budget) : Sequences.Of(value, budget).Reverse().ToList(),
        ["sort"] = Sort,
        ["unique"] = Unique,
        ["min"] = (value, arguments, budget) => Sequences.Of(value, budget) is { Count: > 0 } items ? items.MinBy(Key(arguments.Get(1, "attribute"), budget), Order(arguments.Flag(0, "case_sensitive"), budget)) : new Undefined("min"),
        ["max"] = (value, arguments, budget) => Sequences.Of(value, budget) is { Count: > 0 } items ? items.MaxBy(Key(arguments.Get(1, "attribute"), budget), Order(arguments.Flag(0, "case_sensitive"), budget)) : new Undefined("max"),
        ["sum"] = (value, arguments, budget) => Sequences.Of(value, budget).Aggregate(
            arguments.Get(1, "start", 0L),
            (sum, item) => Arithmetic.Apply("+", sum, arguments.Get(0, "attribute") is { } attribute ? Lookup.Path(item, attribute, budget) : item, budget)),
    };

    private static long Length(object? value) => value switch
    {
        string text => Subscript.Length(text),
        Mapping mapping => mapping.Count,
        IReadOnlyList<object?> list => list.Count,
        Undefined => 0,
        _ => throw new ModelFormatException($"The chat template asks {TypeNames.Of(value)} for its length; allowed: text, a list or a mapping."),
    };

    private static List<object?> Sort(object? value, Arguments arguments, Budget budget)
    {
        return Sorted(Sequences.Of(value, budget), Key(arguments.Get(2, "attribute"), budget), arguments.Flag(0, "reverse"), Order(arguments.Flag(1, "case_sensitive"), budget), budget);
    }

    private static List<object?> SortMapping(object? value, Arguments arguments, Budget budget)
    {
        if (value is not Mapping mapping)
        {
            throw new ModelFormatException($"The chat template sorts {TypeNames.Of(value)} with 'dictsort'; allowed: a mapping.");
        }

        var place = arguments.Get(1, "by", "key") switch
        {
            "key" => 0,
            "value" => 1,
            var other => throw new ModelFormatException($"The chat template sorts with 'dictsort' by {other}; allowed: key, value."),
        };
        return Sorted(MappingMethods.Items(mapping), item => ((object?[])item!)[place], arguments.Flag(2, "reverse"), Order(arguments.Flag(0, "case_sensitive"), budget), budget);
    }

    private static List<object?> Sorted(IReadOnlyList<object?> items, Func<object?, object?> key, bool reverse, Comparer<object?> order, Budget budget)
    {
        budget.Step(16L * items.Count);
        return (reverse ? items.OrderByDescending(key, order) : items.OrderBy(key, order)).ToList();
    }

    private static Func<object?, object?> Key(object? attribute, Budget budget) => item => attribute is null ? item : Lookup.Path(item, attribute, budget);

    private static List<object?> Unique(object? value, Arguments arguments, Budget budget)
    {
        var caseSensitive = arguments.Flag(0, "case_sensitive");
        var attribute = arguments.Get(1, "attribute");
        List<object?> kept = [];
        List<object?> keys = [];
        foreach (var item in Sequences.Of(value, budget))
        {
            var key = attribute is null ? item : Lookup.Path(item, attribute, budget);
            key = key is string text && !caseSensitive ? text.ToLowerInvariant() : key;
            if (!keys.Exists(known => Compare.Same(known, key, budget)))
            {
                keys.Add(key);
                kept.Add(item);
            }
        }

        return kept;
    }

    private static Comparer<object?> Order(bool caseSensitive, Budget budget) => Comparer<object?>.Create((left, right) => !caseSensitive && (left, right) is (string a, string b)
        ? string.CompareOrdinal(a.ToLowerInvariant(), b.ToLowerInvariant())
        : Compare.Order(left, right, budget));
}
