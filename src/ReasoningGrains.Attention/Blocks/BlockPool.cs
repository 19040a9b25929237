using System.Runtime.InteropServices;

namespace ReasoningGrains.Attention.Blocks;

/// <summary>
/// All KV memory of an engine, bounded. A sealed block that nobody holds stays findable by its content until its memory is needed;
/// then the one that was given back longest ago goes first. Used by one thread at a time.
/// </summary>
public sealed unsafe class BlockPool : IDisposable
{
    private readonly List<nint> slabs = [];
    private readonly Stack<KvBlock> empty = new();
    private readonly LinkedList<KvBlock> idle = new();
    private readonly Dictionary<UInt128, KvBlock> sealedBlocks = [];
    private int made;

    /// <param name="shape">Of every block.</param>
    /// <param name="capacityBytes">Upper bound of the memory taken; at least one block.</param>
    public BlockPool(KvShape shape, long capacityBytes)
    {
        Shape = shape;
        Capacity = (int)Math.Min(int.MaxValue, capacityBytes / shape.BlockBytes);
        if (Capacity < 1)
        {
            throw new ArgumentOutOfRangeException(nameof(capacityBytes), capacityBytes, $"One block of this model takes {shape.BlockBytes} bytes.");
        }
    }

    public KvShape Shape { get; }

    /// <summary>Blocks that fit.</summary>
    public int Capacity { get; }

    /// <summary>Blocks that can be taken now, those that only wait to be found again included.</summary>
    public int Available => Capacity - made + empty.Count + idle.Count;

    /// <summary>An open block of the caller's own; null when every block is held.</summary>
    public KvBlock? TryTake()
    {
        if (!empty.TryPop(out var block))
        {
            if (made < Capacity)
            {
                AddSlab();
                block = empty.Pop();
            }
            else if (idle.First is { } oldest)
            {
                block = oldest.Value;
                idle.Remove(oldest);
                block.Idle = null;
                sealedBlocks.Remove(block.Identity!.Value);
                block.Identity = null;
            }
            else
            {
                return null;
            }
        }

        block.References = 1;
        return block;
    }

    /// <summary>A sealed block by its identity, held once more; null when it is not here.</summary>
    public KvBlock? Find(UInt128 identity)
    {
        if (!sealedBlocks.TryGetValue(identity, out var block))
        {
            return null;
        }

        if (block.Idle is not null)
        {
            idle.Remove(block.Idle);
            block.Idle = null;
        }

        block.References++;
        return block;
    }

    /// <summary>Marks a full block as immutable and findable. Of two blocks with one identity the first is found.</summary>
    public void Seal(KvBlock block, UInt128 identity)
    {
        if (sealedBlocks.TryAdd(identity, block))
        {
            block.Identity = identity;
        }
    }

    /// <summary>Copies the keys and values of a block.</summary>
    public void Copy(KvBlock from, KvBlock to)
    {
        for (var layer = 0; layer < Shape.Layers; layer++)
        {
            for (var head = 0; head < Shape.KvHeads; head++)
            {
                var offset = (nint)Shape.Offset(layer, head);
                NativeMemory.Copy((void*)(from.Address + offset), (void*)(to.Address + offset), (nuint)Shape.HeadBytes);
            }
        }
    }

    /// <summary>Lets go of a block once.</summary>
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
    }

    public void Dispose()
    {
        foreach (var slab in slabs)
        {
            NativeMemory.AlignedFree((void*)slab);
        }

        slabs.Clear();
        empty.Clear();
        idle.Clear();
        sealedBlocks.Clear();
    }

    private void AddSlab()
    {
        var count = Math.Min(KvShape.SlabBlocks, Capacity - made);
        var slab = (nint)NativeMemory.AlignedAlloc((nuint)(KvShape.SlabBlocks * Shape.BlockBytes), 4096);
        slabs.Add(slab);
        for (var i = count - 1; i >= 0; i--)
        {
            empty.Push(new KvBlock(slab + (nint)i * Shape.HeadBytes));
        }

        made += count;
    }
}
