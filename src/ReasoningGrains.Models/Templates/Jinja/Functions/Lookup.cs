using System.Globalization;
using ReasoningGrains.Models.Templates.Jinja.Values;

namespace ReasoningGrains.Models.Templates.Jinja.Functions;

/// <summary>Attributes of values. Only those named here exist: no reflection.</summary>
internal static class Lookup
{
    /// <summary><c>value.name</c>: a method first, then an entry.</summary>
    public static object? Attribute(object? value, string name, Budget budget) => value switch
    {
        Mapping mapping => MappingMethods.Bind(mapping, name) ?? (mapping.TryGet(name, out var found) ? found : new Undefined(name)),
        Namespace space => space.Attributes.TryGetValue(name, out var found) ? found : new Undefined(name),
        Loop loop => loop.Attribute(name),
        string text => (object?)StringMethods.Bind(text, name, budget) ?? new Undefined(name),
        IReadOnlyList<object?> list => (object?)MappingMethods.Bind(list, name, budget) ?? new Undefined(name),
        Undefined undefined => throw new ModelFormatException($"The chat template takes '{name}' of '{undefined.Name}', which is undefined."),
        _ => new Undefined(name),
    };

    /// <summary><c>value['name']</c>: an entry first, then a method.</summary>
    public static object? Item(object? value, object? index, Budget budget) => value is Mapping mapping && mapping.TryGet(index, out var found) ? found
        : index is string name ? Attribute(value, name, budget)
        : Subscript.Item(value, index);

    /// <summary>What filters call an attribute: <c>function.name</c>, or a number.</summary>
    public static object? Path(object? value, object? path, Budget budget) => path switch
    {
        long index => Subscript.Item(value, index),
        string name => name.Split('.').Aggregate(value, (current, part) => long.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out var index)
            ? Subscript.Item(current, index)
            : Item(current, part, budget)),
        _ => throw new ModelFormatException($"The chat template names an attribute with {TypeNames.Of(path)}; allowed: text or an integer."),
    };
}
