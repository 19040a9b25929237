using ReasoningGrains.Models.Templates.Jinja.Values;

namespace ReasoningGrains.Models.Templates.Jinja;

/// <summary>What a loop's body reads of the names around it.</summary>
/// <param name="Name">Of the value.</param>
/// <param name="At">Of which list item; null is the value itself.</param>
internal readonly record struct OuterRead(string Name, int? At)
{
    /// <summary>To be compared: texts and numbers by what they are, all else by whether it is the same.</summary>
    public object? Value(Scope scope) => !scope.TryGet(Name, out var value) ? new Undefined(Name)
        : At is { } at && value is IReadOnlyList<object?> list && at < list.Count ? list[at]
        : value;
}
