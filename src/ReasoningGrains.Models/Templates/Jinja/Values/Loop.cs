namespace ReasoningGrains.Models.Templates.Jinja.Values;

/// <summary>The <c>loop</c> variable.</summary>
internal sealed class Loop(IReadOnlyList<object?> items, int depth, Budget budget)
{
    private object? lastChanged = new Undefined("loop");

    public int Index { get; set; }

    public object? Attribute(string name) => name switch
    {
        "index" => Index + 1L,
        "index0" => (long)Index,
        "revindex" => (long)(items.Count - Index),
        "revindex0" => items.Count - Index - 1L,
        "first" => Index == 0,
        "last" => Index == items.Count - 1,
        "length" => (long)items.Count,
        "depth" => depth + 1L,
        "depth0" => (long)depth,
        "previtem" => Index > 0 ? items[Index - 1] : new Undefined("loop.previtem"),
        "nextitem" => Index + 1 < items.Count ? items[Index + 1] : new Undefined("loop.nextitem"),
        "cycle" => new Function(arguments => arguments.Count > 0 ? arguments.Positional[Index % arguments.Count] : throw new ModelFormatException("The chat template calls 'loop.cycle' without items.")),
        "changed" => new Function(arguments => Changed(arguments)),
        _ => new Undefined($"loop.{name}"),
    };

    private bool Changed(Arguments arguments)
    {
        object?[] value = [.. arguments.Positional];
        var changed = !Compare.Same(value, lastChanged, budget);
        lastChanged = value;
        return changed;
    }
}
