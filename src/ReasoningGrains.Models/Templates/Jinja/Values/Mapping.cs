namespace ReasoningGrains.Models.Templates.Jinja.Values;

/// <summary>A dictionary; keeps the order in which its keys came.</summary>
internal sealed class Mapping
{
    private readonly OrderedDictionary<object, object?> entries = [];

    public Mapping()
    {
    }

    public Mapping(params ReadOnlySpan<(string Key, object? Value)> entries)
    {
        foreach (var (key, value) in entries)
        {
            Set(key, value);
        }
    }

    public int Count => entries.Count;

    public IEnumerable<object?> Keys => entries.Keys;

    public IEnumerable<object?> Values => entries.Values;

    public IEnumerable<KeyValuePair<object, object?>> Entries => entries;

    public void Set(object? key, object? value) => entries[Key(key)] = value;

    public bool TryGet(object? key, out object? value)
    {
        value = null;
        return key is string or long or bool or double or null && entries.TryGetValue(Key(key), out value);
    }

    private static object Key(object? key) => key switch
    {
        string or long => key,
        bool flag => flag ? 1L : 0L,
        double number when number == Math.Floor(number) && Math.Abs(number) < 1e18 => (long)number,
        double => key,
        null => NoneKey,
        _ => throw new ModelFormatException($"The chat template uses {TypeNames.Of(key)} as a key; allowed: text and numbers."),
    };

    private static readonly object NoneKey = new Undefined("none");
}
