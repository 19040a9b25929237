using System.Collections.Frozen;
using ReasoningGrains.Models.Templates.Jinja.Values;

namespace ReasoningGrains.Models.Templates.Jinja.Functions;

/// <summary>A filter: what stands before the bar, the arguments and what the rendering may use.</summary>
internal delegate object? FilterFunction(object? value, Arguments arguments, Budget budget);

/// <summary>Jinja's filters by name.</summary>
internal static class Filters
{
    private static readonly FrozenDictionary<string, FilterFunction> ByName =
        TextFilters.All.Concat(ListFilters.All).Concat(SelectionFilters.All).Concat(NumberFilters.All).ToFrozenDictionary(StringComparer.Ordinal);

    public static object? Apply(string name, object? value, Arguments arguments, Budget budget)
    {
        budget.Read(value);
        return ByName.TryGetValue(name, out var filter)
            ? filter(value, arguments, budget)
            : throw new ModelFormatException($"The chat template uses the filter '{name}'; allowed: {string.Join(", ", ByName.Keys.Order(StringComparer.Ordinal))}.");
    }
}
