namespace ReasoningGrains.Attention.Blocks;

/// <summary>The blocks of one shape: those that nobody holds are empty, or idle and still findable.</summary>
internal sealed class KvTier(KvShape shape)
{
    private readonly LinkedList<KvBlock> idle = new();
    private readonly List<KvSlab> slabs = [];
    private Stack<KvBlock> empty = new();

    public KvShape Shape => shape;

    /// <summary>Blocks that nobody holds.</summary>
    public int Unheld { get; private set; }

    /// <summary>Bytes of the slabs of which nobody holds a block.</summary>
    public long UnheldSlabBytes { get; private set; }

    public bool HasEmpty => empty.Count > 0;

    public IReadOnlyList<KvSlab> Slabs => slabs;

    /// <summary>The empty block that was left last, else the idle one that was left first; null when all are held.</summary>
    public KvBlock? Next => empty.TryPeek(out var block) ? block : idle.First?.Value;

    /// <summary>Of the slabs of which nobody holds a block one with nothing to find, else the one whose first block was left first.</summary>
    public KvSlab? UnheldSlab => slabs.Find(s => s.Held == 0 && Array.TrueForAll(s.Blocks, b => b.Idle is null)) ?? idle.FirstOrDefault(b => b.Slab.Held == 0)?.Slab;

    public void Add(KvSlab slab)
    {
        slabs.Add(slab);
        for (var i = slab.Blocks.Length - 1; i >= 0; i--)
        {
            empty.Push(slab.Blocks[i]);
        }

        Unheld += slab.Blocks.Length;
        UnheldSlabBytes += slab.Bytes;
    }

    /// <summary>Takes out a slab of which nobody holds a block.</summary>
    public void Remove(KvSlab slab)
    {
        slabs.Remove(slab);
        empty = new Stack<KvBlock>(empty.Reverse().Where(b => b.Slab != slab));
        foreach (var block in slab.Blocks)
        {
            RemoveIdle(block);
        }

        Unheld -= slab.Blocks.Length;
        UnheldSlabBytes -= slab.Bytes;
    }

    /// <summary>Counts one more holder of a block.</summary>
    public void Hold(KvBlock block)
    {
        if (block.References++ > 0)
        {
            return;
        }

        if (block.Idle is null)
        {
            // Empty blocks are held only as the next one.
            empty.Pop();
        }

        RemoveIdle(block);
        Unheld--;
        UnheldSlabBytes -= block.Slab.Held++ == 0 ? block.Slab.Bytes : 0;
    }

    /// <summary>Counts one holder less.</summary>
    public void Release(KvBlock block)
    {
        if (--block.References > 0)
        {
            return;
        }

        if (block.Identity is null)
        {
            empty.Push(block);
        }
        else
        {
            block.Idle = idle.AddLast(block);
        }

        Unheld++;
        UnheldSlabBytes += --block.Slab.Held == 0 ? block.Slab.Bytes : 0;
    }

    private void RemoveIdle(KvBlock block)
    {
        if (block.Idle is not null)
        {
            idle.Remove(block.Idle);
            block.Idle = null;
        }
    }
}
