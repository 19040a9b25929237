namespace ReasoningGrains.Models.Templates.Jinja.Values;

/// <summary>A dictionary; keeps the order in which its keys came. A message has two or three, among which looking is quicker than hashing; with many there is a table besides.</summary>
internal sealed class Mapping
{
    private const int FewEntries = 8;
    private static readonly object NoneKey = new Undefined("none");
    private readonly List<KeyValuePair<object, object?>> entries = [];
    private Dictionary<object, int>? places;

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

    public IEnumerable<object?> Keys => entries.Select(entry => entry.Key);

    public IEnumerable<object?> Values => entries.Select(entry => entry.Value);

    public IEnumerable<KeyValuePair<object, object?>> Entries => entries;

    public void Set(object? key, object? value)
    {
        var entry = KeyValuePair.Create(Key(key), value);
        if (Find(entry.Key) is >= 0 and var at)
        {
            entries[at] = entry;
            return;
        }

        places?.Add(entry.Key, entries.Count);
        entries.Add(entry);
        if (entries.Count == FewEntries)
        {
            places = Enumerable.Range(0, FewEntries).ToDictionary(i => entries[i].Key);
        }
    }

    public bool TryGet(object? key, out object? value)
    {
        var at = key is string or long or bool or double or null ? Find(Key(key)) : -1;
        value = at < 0 ? null : entries[at].Value;
        return at >= 0;
    }

    private int Find(object key)
    {
        if (places is not null)
        {
            return places.GetValueOrDefault(key, -1);
        }

        for (var i = 0; i < entries.Count; i++)
        {
            if (entries[i].Key.Equals(key))
            {
                return i;
            }
        }

        return -1;
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
}
