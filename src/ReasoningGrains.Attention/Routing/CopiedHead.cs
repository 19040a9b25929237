namespace ReasoningGrains.Attention.Routing;

/// <summary>The copies of the active blocks of one head, under its present selection; the default is without any. Different threads may ask for different blocks.</summary>
/// <param name="entries">One an active block.</param>
/// <param name="memory">Room for each, <paramref name="hotBytes"/> apart.</param>
/// <param name="hotBytes">Of a head in a block that is not cold.</param>
/// <param name="coldBytes">Of a head in a cold block; not more.</param>
/// <param name="selection">Number of the selection.</param>
internal readonly unsafe ref struct CopiedHead(Span<CopiedEntry> entries, nint memory, int hotBytes, int coldBytes, int selection)
{
    private readonly Span<CopiedEntry> entries = entries;

    /// <summary>Active blocks.</summary>
    public int Count => entries.Length;

    /// <summary>Where the copy of an active block is, and whether it is cold there; null while there is none.</summary>
    public (nint Address, bool IsCold)? Find(int index) => entries[index].Copied == selection ? (Place(index), entries[index].IsCold) : null;

    /// <summary>Where an active block is to be read that has no copy yet: where it lies, or in the copy that is made now.</summary>
    /// <param name="index">Among the head's active blocks.</param>
    /// <param name="source">Address of the head in the block.</param>
    /// <param name="isCold">Whether the block is cold.</param>
    public (nint Address, bool IsCold) Attend(int index, nint source, bool isCold)
    {
        ref var entry = ref entries[index];
        if (entry.Attended != selection)
        {
            entry.Attended = selection;
            return (source, isCold);
        }

        var bytes = isCold ? coldBytes : hotBytes;
        Buffer.MemoryCopy((void*)source, (void*)Place(index), bytes, bytes);
        (entry.Copied, entry.IsCold) = (selection, isCold);
        return (Place(index), isCold);
    }

    private nint Place(int index) => memory + (index * hotBytes);
}
