namespace ReasoningGrains.Models.Templates.Jinja.Values;

/// <summary>What a function, filter or test is called with.</summary>
/// <param name="Callee">Its name, for errors.</param>
/// <param name="Positional">Values without a name.</param>
/// <param name="Named">Values by name.</param>
internal sealed record Arguments(string Callee, IReadOnlyList<object?> Positional, IReadOnlyDictionary<string, object?> Named)
{
    public int Count => Positional.Count;

    /// <summary>The argument at a place or by its name, else <paramref name="fallback"/>.</summary>
    public object? Get(int index, string name, object? fallback = null) =>
        index < Positional.Count ? Positional[index] : Named.TryGetValue(name, out var value) ? value : fallback;

    public object? Require(int index, string name) => index < Positional.Count || Named.ContainsKey(name)
        ? Get(index, name)
        : throw new ModelFormatException($"The chat template calls '{Callee}' without its argument '{name}'.");

    public string Text(int index, string name) => Require(index, name) as string ?? throw Wrong(name, "text", Get(index, name));

    public string? OptionalText(int index, string name) => Get(index, name) switch
    {
        null => null,
        string text => text,
        var other => throw Wrong(name, "text", other),
    };

    public long Integer(int index, string name, long fallback) => Get(index, name, fallback) switch
    {
        long number => number,
        bool flag => flag ? 1 : 0,
        null => fallback,
        var other => throw Wrong(name, "an integer", other),
    };

    public bool Flag(int index, string name, bool fallback = false) => Truth.Of(Get(index, name, fallback));

    /// <summary>These without the first.</summary>
    public Arguments Tail() => this with { Positional = [.. Positional.Skip(1)] };

    private ModelFormatException Wrong(string name, string allowed, object? value) =>
        new($"The chat template calls '{Callee}' with {TypeNames.Of(value)} as '{name}'; allowed: {allowed}.");
}
