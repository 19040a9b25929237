using ReasoningGrains.Models.Templates.Jinja.Values;

namespace ReasoningGrains.Models.Templates.Jinja.Functions;

/// <summary>The methods of Python's <c>dict</c> and <c>list</c> that change nothing.</summary>
internal static class MappingMethods
{
    public static Function? Bind(Mapping mapping, string name) => name switch
    {
        "get" => arguments => mapping.TryGet(arguments.Require(0, "key"), out var value) ? value : arguments.Get(1, "default"),
        "items" => _ => Items(mapping),
        "keys" => _ => mapping.Keys.ToList(),
        "values" => _ => mapping.Values.ToList(),
        _ => null,
    };

    public static Function? Bind(IReadOnlyList<object?> list, string name, Budget budget) => name switch
    {
        "count" => arguments => (long)list.Count(item => Compare.Same(item, arguments.Require(0, "value"), budget)),
        "index" => arguments => Position(list, arguments.Require(0, "value"), Bound(arguments.Integer(1, "start", 0), list.Count), Bound(arguments.Integer(2, "stop", list.Count), list.Count), budget),
        "append" or "extend" or "insert" or "pop" or "remove" or "clear" or "sort" or "reverse" =>
            throw new ModelFormatException($"The chat template calls '{name}' on a list; lists are never changed."),
        _ => null,
    };

    public static List<object?> Items(Mapping mapping) => [.. mapping.Entries.Select(entry => (object?)new object?[] { entry.Key is Undefined ? null : entry.Key, entry.Value })];

    private static int Bound(long at, int count) => (int)Math.Clamp(at < 0 ? at + count : at, 0, count);

    private static long Position(IReadOnlyList<object?> list, object? value, int from, int to, Budget budget)
    {
        for (var i = from; i < to; i++)
        {
            if (Compare.Same(list[i], value, budget))
            {
                return i;
            }
        }

        throw new ModelFormatException("The chat template asks for the index of a value that is not in the list.");
    }
}
