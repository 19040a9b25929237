using System.Text;

namespace ReasoningGrains.Models.Templates.Jinja.Values;

/// <summary>Items and slices, counted in code points as Python does.</summary>
internal static class Subscript
{
    public static object? Item(object? value, object? index) => (value, index) switch
    {
        (Mapping mapping, _) => mapping.TryGet(index, out var found) ? found : new Undefined(index as string ?? "item"),
        (IReadOnlyList<object?> list, long at) => Place(at, list.Count) is { } place ? list[place] : new Undefined($"item {at}"),
        (string text, long at) => Character(text, at),
        (Undefined undefined, _) => throw new ModelFormatException($"The chat template takes an item of '{undefined.Name}', which is undefined."),
        _ => new Undefined(index as string ?? "item"),
    };

    /// <summary><c>value[from:to:step]</c> with Python's defaults and clamping.</summary>
    public static object? Slice(object? value, long? from, long? to, long step, Budget budget)
    {
        if (step == 0)
        {
            throw new ModelFormatException("The chat template has a slice with step 0; allowed: any other.");
        }

        step = Math.Clamp(step, int.MinValue, int.MaxValue);
        switch (value)
        {
            case string text:
                var runes = text.EnumerateRunes().ToArray();
                budget.Step(runes.Length);
                var builder = new StringBuilder();
                foreach (var place in Places(runes.Length, from, to, step))
                {
                    builder.Append(runes[place]);
                }

                return builder.ToString();
            case IReadOnlyList<object?> list:
                budget.Step(list.Count);
                return Places(list.Count, from, to, step).Select(place => list[place]).ToList();
            case Undefined:
                return value;
            default:
                throw new ModelFormatException($"The chat template slices {TypeNames.Of(value)}; allowed: text or a list.");
        }
    }

    public static long Length(string text)
    {
        var pairs = 0;
        for (var i = 0; i + 1 < text.Length; i++)
        {
            pairs += char.IsSurrogatePair(text[i], text[i + 1]) ? 1 : 0;
        }

        return text.Length - pairs;
    }

    private static int? Place(long at, int count) => (at < 0 ? at + count : at) is var place && place >= 0 && place < count ? (int)place : null;

    private static object Character(string text, long at)
    {
        var runes = text.EnumerateRunes().ToArray();
        return Place(at, runes.Length) is { } place ? runes[place].ToString() : new Undefined($"item {at}");
    }

    private static IEnumerable<int> Places(int count, long? from, long? to, long step)
    {
        var (low, high) = step > 0 ? (0L, (long)count) : (-1L, count - 1L);
        var start = Clamp(from, step > 0 ? low : high, low, high, count);
        var end = Clamp(to, step > 0 ? high : low, low, high, count);
        for (var place = start; step > 0 ? place < end : place > end; place += step)
        {
            yield return (int)place;
        }
    }

    private static long Clamp(long? bound, long fallback, long low, long high, int count) =>
        bound is not { } given ? fallback : Math.Clamp(given < 0 ? given + count : given, low, high);
}
