namespace ReasoningGrains.Models.Gguf;

/// <summary>The typed key-value pairs of a GGUF file.</summary>
/// <param name="path">For errors.</param>
/// <param name="values">Numbers as long, ulong, double; text; bool; arrays of them.</param>
public sealed class GgufMetadata(string path, IReadOnlyDictionary<string, object> values)
{
    public IReadOnlyDictionary<string, object> Values => values;

    public string Text(string key) => FindText(key) ?? throw Missing(key, "text");

    public string? FindText(string key) => Find<string>(key, "text");

    public int Integer(string key) => FindInteger(key) ?? throw Missing(key, "an integer");

    public int? FindInteger(string key) => values.GetValueOrDefault(key) switch
    {
        null => null,
        long v and >= int.MinValue and <= int.MaxValue => (int)v,
        ulong v and <= int.MaxValue => (int)v,
        var other => throw Wrong(key, "an integer of 32 bits", other),
    };

    public double Number(string key) => FindNumber(key) ?? throw Missing(key, "a number");

    public double? FindNumber(string key) => values.GetValueOrDefault(key) switch
    {
        null => null,
        double v => v,
        long v => v,
        ulong v => v,
        var other => throw Wrong(key, "a number", other),
    };

    public bool? FindFlag(string key) => values.GetValueOrDefault(key) switch
    {
        null => null,
        bool v => v,
        var other => throw Wrong(key, "true or false", other),
    };

    public string[]? FindTexts(string key) => Find<string[]>(key, "a list of texts");

    public int[]? FindIntegers(string key) => values.GetValueOrDefault(key) switch
    {
        null => null,
        long[] v when v.All(x => x is >= int.MinValue and <= int.MaxValue) => [.. v.Select(x => (int)x)],
        ulong[] v when v.All(x => x <= int.MaxValue) => [.. v.Select(x => (int)x)],
        var other => throw Wrong(key, "a list of integers of 32 bits", other),
    };

    public float[]? FindNumbers(string key) => values.GetValueOrDefault(key) switch
    {
        null => null,
        double[] v => [.. v.Select(x => (float)x)],
        var other => throw Wrong(key, "a list of numbers", other),
    };

    private T? Find<T>(string key, string expected)
        where T : class => values.GetValueOrDefault(key) switch
    {
        null => null,
        T v => v,
        var other => throw Wrong(key, expected, other),
    };

    private ModelFormatException Missing(string key, string expected) => new($"{path}: the metadata key {key} is missing; it must be {expected}.");

    private ModelFormatException Wrong(string key, string expected, object found) => new($"{path}: the metadata key {key} must be {expected}, but it is {found.GetType().Name}.");
}
