using System.Text;

namespace ReasoningGrains.Models.Templates.Jinja;

/// <summary>The <see cref="LocalLoop"/> of one rendering: takes from a former one the text of the items with which both begin.</summary>
/// <param name="loop">Of the template.</param>
/// <param name="former">What the former rendering wrote of it; null for none.</param>
/// <param name="text">The former rendering.</param>
internal sealed class LoopProgress(LocalLoop loop, WrittenLoop? former, ReadOnlyMemory<char> text)
{
    private readonly List<int> ends = [];
    private IReadOnlyList<object?> items = [];
    private object?[] reads = [];
    private int start;

    /// <summary>Characters that are the former rendering's, before those of the output.</summary>
    public int Taken { get; private set; }

    public bool Is(Syntax.For statement) => items.Count == 0 && loop.Is(statement);

    /// <summary>Begins the loop.</summary>
    /// <param name="over">Its items.</param>
    /// <param name="scope">Around it.</param>
    /// <param name="output">What was written before it; emptied when the former rendering's text takes its place.</param>
    /// <returns>Items whose text was taken.</returns>
    public int Begin(IReadOnlyList<object?> over, Scope scope, StringBuilder output)
    {
        (items, start) = (over, output.Length);
        reads = [.. loop.Reads.Select(read => read.Value(scope))];
        if (former is null || former.Start != start || !output.Equals(text.Span[..start]) || !reads.SequenceEqual(former.Reads))
        {
            return 0;
        }

        var shared = Shared(former.Items);
        if (shared > 0)
        {
            ends.AddRange(former.Ends.AsSpan(0, shared));
            Taken = ends[^1];
            output.Clear();
        }

        return shared;
    }

    /// <summary>An item was written.</summary>
    public void End(StringBuilder output) => ends.Add(Taken + output.Length);

    /// <summary>The whole rendering.</summary>
    public string Whole(StringBuilder output) => Taken == 0 ? output.ToString() : string.Concat(text.Span[..Taken], output.ToString());

    /// <summary>For the next rendering; null when the loop was not begun.</summary>
    /// <param name="length">Characters of the whole.</param>
    public WrittenLoop? Written(int length) => items.Count == 0 ? null : new WrittenLoop(length, start, items, [.. ends], reads);

    /// <summary>Items with which both begin and whose text was written for the same place.</summary>
    private int Shared(IReadOnlyList<object?> before)
    {
        var most = Math.Min(before.Count, items.Count) - (loop.SeesLast ? 1 : 0);
        var shared = 0;
        while (shared < most && ReferenceEquals(before[shared], items[shared]))
        {
            shared++;
        }

        return shared;
    }
}
