using System.Collections.Frozen;
using ReasoningGrains.Models.Templates.Jinja.Values;

namespace ReasoningGrains.Models.Templates.Jinja.Functions;

/// <summary>A test: what stands before <c>is</c>, the arguments and what the rendering may use.</summary>
internal delegate bool TestFunction(object? value, Arguments arguments, Budget budget);

/// <summary>Jinja's tests (<c>value is name</c>) by name.</summary>
internal static class Tests
{
    private static readonly FrozenDictionary<string, TestFunction> ByName = new Dictionary<string, TestFunction>
    {
        ["defined"] = (value, _, _) => value is not Undefined,
        ["undefined"] = (value, _, _) => value is Undefined,
        ["none"] = (value, _, _) => value is null,
        ["string"] = (value, _, _) => value is string,
        ["mapping"] = (value, _, _) => value is Mapping,
        ["iterable"] = (value, _, _) => value is string or Mapping or IReadOnlyList<object?> or Undefined,
        ["sequence"] = (value, _, _) => value is string or Mapping or IReadOnlyList<object?> or Undefined,
        ["number"] = (value, _, _) => value is long or double or bool,
        ["integer"] = (value, _, _) => value is long,
        ["float"] = (value, _, _) => value is double,
        ["boolean"] = (value, _, _) => value is bool,
        ["true"] = (value, _, _) => value is true,
        ["false"] = (value, _, _) => value is false,
        ["callable"] = (value, _, _) => value is Function,
        ["odd"] = (value, _, _) => Remainder(value, 2) == 1,
        ["even"] = (value, _, _) => Remainder(value, 2) == 0,
        ["divisibleby"] = (value, arguments, _) => Remainder(value, arguments.Integer(0, "num", 1)) == 0,
        ["lower"] = (value, _, _) => value is string text && !text.Any(char.IsUpper),
        ["upper"] = (value, _, _) => value is string text && !text.Any(char.IsLower),
        ["in"] = (value, arguments, budget) => Compare.Contains(arguments.Require(0, "seq"), value, budget),
        ["equalto"] = (value, arguments, budget) => Compare.Same(value, arguments.Require(0, "other"), budget),
        ["eq"] = (value, arguments, budget) => Compare.Same(value, arguments.Require(0, "other"), budget),
        ["=="] = (value, arguments, budget) => Compare.Same(value, arguments.Require(0, "other"), budget),
        ["ne"] = (value, arguments, budget) => !Compare.Same(value, arguments.Require(0, "other"), budget),
        ["!="] = (value, arguments, budget) => !Compare.Same(value, arguments.Require(0, "other"), budget),
        ["sameas"] = (value, arguments, budget) => value?.GetType() == arguments.Require(0, "other")?.GetType() && Compare.Same(value, arguments.Require(0, "other"), budget),
        ["gt"] = (value, arguments, budget) => Compare.Order(value, arguments.Require(0, "other"), budget) > 0,
        ["greaterthan"] = (value, arguments, budget) => Compare.Order(value, arguments.Require(0, "other"), budget) > 0,
        ["ge"] = (value, arguments, budget) => Compare.Order(value, arguments.Require(0, "other"), budget) >= 0,
        ["lt"] = (value, arguments, budget) => Compare.Order(value, arguments.Require(0, "other"), budget) < 0,
        ["lessthan"] = (value, arguments, budget) => Compare.Order(value, arguments.Require(0, "other"), budget) < 0,
        ["le"] = (value, arguments, budget) => Compare.Order(value, arguments.Require(0, "other"), budget) <= 0,
    }.ToFrozenDictionary(StringComparer.Ordinal);

    public static bool Apply(string name, object? value, Arguments arguments, Budget budget)
    {
        budget.Read(value);
        return ByName.TryGetValue(name, out var test)
            ? test(value, arguments, budget)
            : throw new ModelFormatException($"The chat template uses the test '{name}'; allowed: {string.Join(", ", ByName.Keys.Order(StringComparer.Ordinal))}.");
    }

    private static long Remainder(object? value, long divisor) => value is long number && divisor != 0
        ? ((number % divisor) + divisor) % divisor
        : throw new ModelFormatException($"The chat template divides {TypeNames.Of(value)} by {divisor}; allowed: an integer by another than 0.");
}
