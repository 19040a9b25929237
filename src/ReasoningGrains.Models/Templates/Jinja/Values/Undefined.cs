namespace ReasoningGrains.Models.Templates.Jinja.Values;

/// <summary>A name that has no value: false, empty and printed as nothing, but without attributes.</summary>
/// <param name="Name">What was asked for.</param>
internal sealed record Undefined(string Name);
