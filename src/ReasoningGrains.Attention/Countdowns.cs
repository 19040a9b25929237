namespace ReasoningGrains.Attention;

/// <summary>Groups of units that run side by side: whoever ends the last of a group goes on with what needs all of them, while others still run.</summary>
internal sealed class Countdowns
{
    private readonly List<int> units = [];
    private int[] left = [];

    /// <summary>Groups so far.</summary>
    public int Count => units.Count;

    /// <summary>Units of a group.</summary>
    public int Units(int group) => units[group];

    public void Clear() => units.Clear();

    /// <summary>Adds a group of so many units.</summary>
    public void Add(int count) => units.Add(count);

    /// <summary>None of the units has ended.</summary>
    public void Begin()
    {
        if (left.Length < units.Count)
        {
            left = new int[2 * units.Count];
        }

        units.CopyTo(left);
    }

    /// <summary>A unit of a group has ended; from any thread.</summary>
    /// <returns>It was the last: what all of them wrote is to be seen.</returns>
    public bool EndsGroup(int group) => Interlocked.Decrement(ref left[group]) == 0;
}
