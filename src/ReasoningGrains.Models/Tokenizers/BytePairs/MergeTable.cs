namespace ReasoningGrains.Models.Tokenizers.BytePairs;

/// <summary>Two neighbouring tokens become one.</summary>
/// <param name="Rank">Lower is merged first.</param>
/// <param name="Token">What they become.</param>
internal readonly record struct Merge(int Rank, int Token);

/// <summary>The merges of a vocabulary by the ids of the two sides.</summary>
internal sealed class MergeTable(int capacity)
{
    private readonly Dictionary<long, Merge> merges = new(capacity);

    /// <summary>Keeps the better rank where a pair is given twice.</summary>
    public void Add(int left, int right, Merge merge)
    {
        if (!merges.TryGetValue(Key(left, right), out var known) || merge.Rank < known.Rank)
        {
            merges[Key(left, right)] = merge;
        }
    }

    public bool TryGet(int left, int right, out Merge merge) => merges.TryGetValue(Key(left, right), out merge);

    private static long Key(int left, int right) => ((long)left << 32) | (uint)right;
}
