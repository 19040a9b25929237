using System.Collections.Frozen;
using ReasoningGrains.Models.Templates.Jinja.Values;

namespace ReasoningGrains.Models.Templates.Jinja.Functions;

/// <summary>Jinja's tests (<c>value is name</c>) by name.</summary>
internal static class Tests
{
    private static readonly FrozenDictionary<string, Func<object?, Arguments, bool>> ByName = new Dictionary<string, Func<object?, Arguments, bool>>
    {
        ["defined"] = (value, _) => value is not Undefined,
        ["undefined"] = (value, _) => value is Undefined,
        ["none"] = (value, _) => value is null,
        ["string"] = (value, _) => value is string,
        ["mapping"] = (value, _) => value is Mapping,
        ["iterable"] = (value, _) => value is string or Mapping or IReadOnlyList<object?> or Undefined,
        ["sequence"] = (value, _) => value is string or Mapping or IReadOnlyList<object?> or Undefined,
        ["number"] = (value, _) => value is long or double or bool,
        ["integer"] = (value, _) => value is long,
        ["float"] = (value, _) => value is double,
        ["boolean"] = (value, _) => value is bool,
        ["true"] = (value, _) => value is true,
        ["false"] = (value, _) => value is false,
        ["callable"] = (value, _) => value is Function,
        ["odd"] = (value, _) => Remainder(value, 2) == 1,
        ["even"] = (value, _) => Remainder(value, 2) == 0,
        ["divisibleby"] = (value, arguments) => Remainder(value, arguments.Integer(0, "num", 1)) == 0,
        ["lower"] = (value, _) => value is string text && !text.Any(char.IsUpper),
        ["upper"] = (value, _) => value is string text && !text.Any(char.IsLower),
        ["in"] = (value, arguments) => Compare.Contains(arguments.Require(0, "seq"), value),
        ["equalto"] = (value, arguments) => Compare.Same(value, arguments.Require(0, "other")),
        ["eq"] = (value, arguments) => Compare.Same(value, arguments.Require(0, "other")),
        ["=="] = (value, arguments) => Compare.Same(value, arguments.Require(0, "other")),
        ["ne"] = (value, arguments) => !Compare.Same(value, arguments.Require(0, "other")),
        ["!="] = (value, arguments) => !Compare.Same(value, arguments.Require(0, "other")),
        ["sameas"] = (value, arguments) => value?.GetType() == arguments.Require(0, "other")?.GetType() && Compare.Same(value, arguments.Require(0, "other")),
        ["gt"] = (value, arguments) => Compare.Order(value, arguments.Require(0, "other")) > 0,
        ["greaterthan"] = (value, arguments) => Compare.Order(value, arguments.Require(0, "other")) > 0,
        ["ge"] = (value, arguments) => Compare.Order(value, arguments.Require(0, "other")) >= 0,
        ["lt"] = (value, arguments) => Compare.Order(value, arguments.Require(0, "other")) < 0,
        ["lessthan"] = (value, arguments) => Compare.Order(value, arguments.Require(0, "other")) < 0,
        ["le"] = (value, arguments) => Compare.Order(value, arguments.Require(0, "other")) <= 0,
    }.ToFrozenDictionary(StringComparer.Ordinal);

    public static bool Apply(string name, object? value, Arguments arguments) => ByName.TryGetValue(name, out var test)
        ? test(value, arguments)
        : throw new ModelFormatException($"The chat template uses the test '{name}'; allowed: {string.Join(", ", ByName.Keys.Order(StringComparer.Ordinal))}.");

    private static long Remainder(object? value, long divisor) => value is long number && divisor != 0
        ? ((number % divisor) + divisor) % divisor
        : throw new ModelFormatException($"The chat template divides {TypeNames.Of(value)} by {divisor}; allowed: an integer by another than 0.");
}
