using ReasoningGrains.Models.Templates.Jinja.Values;

namespace ReasoningGrains.Models.Templates.Jinja.Functions;

/// <summary>Filters that apply another filter or test to each item.</summary>
internal static class SelectionFilters
{
    public static IEnumerable<KeyValuePair<string, FilterFunction>> All { get; } = new Dictionary<string, FilterFunction>
    {
        ["map"] = Map,
        ["select"] = (value, arguments, budget) => Where(value, arguments, budget, wanted: true, byAttribute: false),
        ["reject"] = (value, arguments, budget) => Where(value, arguments, budget, wanted: false, byAttribute: false),
        ["selectattr"] = (value, arguments, budget) => Where(value, arguments, budget, wanted: true, byAttribute: true),
        ["rejectattr"] = (value, arguments, budget) => Where(value, arguments, budget, wanted: false, byAttribute: true),
        ["attr"] = (value, arguments, budget) => Lookup.Attribute(value, arguments.Text(0, "name"), budget),
        ["default"] = Default,
        ["d"] = Default,
    };

    private static List<object?> Map(object? value, Arguments arguments, Budget budget)
    {
        var items = Sequences.Of(value, budget);
        if (arguments.Named.TryGetValue("attribute", out var attribute))
        {
            var fallback = arguments.Get(int.MaxValue, "default");
            return items.Select(item => Lookup.Path(item, attribute, budget) is var found && found is Undefined && fallback is not null ? fallback : found).ToList();
        }

        var filter = arguments.Text(0, "filter");
        var rest = arguments.Tail() with { Callee = filter };
        return items.Select(item => Filters.Apply(filter, item, rest, budget)).ToList();
    }

    private static List<object?> Where(object? value, Arguments arguments, Budget budget, bool wanted, bool byAttribute)
    {
        var attribute = byAttribute ? arguments.Require(0, "attribute") : null;
        var rest = byAttribute ? arguments.Tail() : arguments;
        var test = rest.Count == 0 ? null : rest.Text(0, "test");
        var testArguments = test is null ? rest : rest.Tail() with { Callee = test };
        return Sequences.Of(value, budget).Where(item =>
        {
            var subject = byAttribute ? Lookup.Path(item, attribute, budget) : item;
            return (test is null ? Truth.Of(subject) : Tests.Apply(test, subject, testArguments, budget)) == wanted;
        }).ToList();
    }

    private static object? Default(object? value, Arguments arguments, Budget budget) =>
        value is Undefined || (arguments.Flag(1, "boolean") && !Truth.Of(value)) ? arguments.Get(0, "default_value", "") : value;
}
