using ReasoningGrains.Models.Templates.Jinja.Values;

namespace ReasoningGrains.Models.Templates.Jinja.Functions;

/// <summary>The functions that every template has: Jinja's own and those that Hugging Face adds.</summary>
internal static class Globals
{
    private const long LongestRange = 100_000;

    /// <summary>The same in all renderings, as a <see cref="LocalLoop"/> compares it; nothing comes after it, so what it writes has a budget of its own.</summary>
    private static readonly Function Raise = arguments => throw new ModelFormatException(PythonText.Of(arguments.Require(0, "message"), new Budget()));

    public static Dictionary<string, object?> Create(Func<DateTimeOffset> now, Budget budget) => new(StringComparer.Ordinal)
    {
        ["range"] = new Function(arguments => Range(arguments, budget)),
        ["namespace"] = new Function(CreateNamespace),
        ["dict"] = new Function(CreateMapping),
        ["raise_exception"] = Raise,
        ["strftime_now"] = new Function(arguments => DateFormat.Format(now(), arguments.Text(0, "format"))),
    };

    private static List<object?> Range(Arguments arguments, Budget budget)
    {
        var (from, to) = arguments.Count > 1 ? (arguments.Integer(0, "start", 0), arguments.Integer(1, "stop", 0)) : (0L, arguments.Integer(0, "stop", 0));
        var step = arguments.Integer(2, "step", 1);
        if (step == 0)
        {
            throw new ModelFormatException("The chat template has a range with step 0; allowed: any other.");
        }

        List<object?> items = [];
        for (var value = from; step > 0 ? value < to : value > to; value = checked(value + step))
        {
            budget.Step();
            items.Add(items.Count < LongestRange ? value : throw new ModelFormatException($"The chat template has a range of more than {LongestRange} numbers."));
        }

        return items;
    }

    private static Namespace CreateNamespace(Arguments arguments)
    {
        var space = new Namespace();
        foreach (var (key, value) in CreateMapping(arguments).Entries)
        {
            space.Attributes[key as string ?? throw new ModelFormatException("The chat template makes a namespace with a key that is no text.")] = value;
        }

        return space;
    }

    private static Mapping CreateMapping(Arguments arguments)
    {
        var mapping = new Mapping();
        var entries = arguments.Get(0, "") is Mapping given ? given.Entries.Select(entry => (entry.Key, entry.Value)) : [];
        foreach (var (key, value) in entries.Concat(arguments.Named.Select(entry => ((object)entry.Key, entry.Value))))
        {
            mapping.Set(key, value);
        }

        return mapping;
    }
}
