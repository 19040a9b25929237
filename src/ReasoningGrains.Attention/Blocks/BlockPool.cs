using System.Runtime.InteropServices;
using ReasoningGrains.Attention.Kernels;

namespace ReasoningGrains.Attention.Blocks;

/// <summary>
/// All KV memory of an engine, bounded, in two tiers: blocks as they are computed, and cold ones in 4 bits. A sealed block that nobody holds stays findable by its content until its memory is needed;
/// then the one that was given back longest ago goes first. A tier that has none gets the memory of slabs that nobody holds of the other. Used by one thread at a time.
/// </summary>
public sealed unsafe class BlockPool : IDisposable
{
    private readonly Dictionary<BlockIdentity, KvBlock> sealedBlocks = new(new BlockIdentity.Comparer());
    private readonly KvTier hot;
    private readonly KvTier cold;
    private readonly IBlockRounding rounding;
    private long free;

    /// <param name="shape">Of every block that is not cold.</param>
    /// <param name="capacityBytes">Upper bound of the blocks in use; at least one. Memory is taken in slabs of <see cref="KvShape.SlabBlocks"/>.</param>
    public BlockPool(KvShape shape, long capacityBytes)
    {
        if (shape.Element == KvElement.Int4)
        {
            throw new ArgumentException("Keys and values cannot be written in 4 bits token by token; allowed: Int8, Float32.", nameof(shape));
        }

        Capacity = (int)Math.Min(int.MaxValue, capacityBytes / shape.BlockBytes);
        if (Capacity < 1)
        {
            throw new ArgumentOutOfRangeException(nameof(capacityBytes), capacityBytes, $"One block of this model takes {shape.BlockBytes} bytes.");
        }

        (hot, cold, free) = (new KvTier(shape), new KvTier(shape.Cold), Capacity * shape.BlockBytes);
        rounding = KernelChoice.Rounding(shape, KernelWidth.Widest);
        Moments = new HeadMoments(shape);
    }

    public KvShape Shape => hot.Shape;

    /// <summary>What is known of the keys and of the queries that they are scored with, for which cold ones are rounded and sketched.</summary>
    public HeadMoments Moments { get; }

    /// <summary>Blocks that fit when none is cold.</summary>
    public int Capacity { get; }

    /// <summary>Blocks that can be taken now, those that only wait to be found again included.</summary>
    public int Available => hot.Unheld + (int)((free + cold.UnheldSlabBytes) / Shape.BlockBytes);

    /// <summary>An open block of the caller's own; null when every block is held.</summary>
    public KvBlock? TryTake() => TryTake(hot, cold);

    /// <summary>The sealed block of some tokens after a block, held once more; null when it is not here.</summary>
    internal KvBlock? Find(BlockIdentity before, ReadOnlySpan<int> tokens)
    {
        if (sealedBlocks.GetAlternateLookup<BlockIdentity.Content>().TryGetValue(new BlockIdentity.Content(before, tokens), out var block))
        {
            Tier(block).Hold(block);
        }

        return block;
    }

    /// <summary>Marks a block as immutable and findable. Of two blocks with one identity the first is found.</summary>
    /// <param name="block">Which.</param>
    /// <param name="before">What stands before it.</param>
    /// <param name="tokens">Its own.</param>
    /// <returns>The identity, as the one that is found has it.</returns>
    internal BlockIdentity Seal(KvBlock block, BlockIdentity before, ReadOnlySpan<int> tokens)
    {
        var lookup = sealedBlocks.GetAlternateLookup<BlockIdentity.Content>();
        var content = new BlockIdentity.Content(before, tokens);
        if (!lookup.TryGetValue(content, out var identity, out _))
        {
            lookup.TryAdd(content, block);
            lookup.TryGetValue(content, out identity, out _);
            block.Identity = identity;
        }

        return identity!;
    }

    /// <summary>Copies the keys and values of an open block.</summary>
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

    /// <summary>
    /// Rounds a sealed block to 4 bits: what is found by its identity from now on is the cold one. Whoever else holds the block keeps it as it is.
    /// </summary>
    /// <returns>The cold block, held once; null when the block is cold, not the one that is found, too little is known yet of what passes through the heads, or there is no room.</returns>
    public KvBlock? TryCool(KvBlock block)
    {
        if (block is { IsCold: true } or { Identity: null } || !Moments.TrySketch() || TryTake(cold, hot) is not { } cooled)
        {
            return null;
        }

        for (var layer = 0; layer < Shape.Layers; layer++)
        {
            for (var head = 0; head < Shape.KvHeads; head++)
            {
                var computed = (byte*)block.Address + Shape.Offset(layer, head);
                rounding.Round(computed, (byte*)cooled.Address + cold.Shape.Offset(layer, head), Moments.Feedback(layer, head));
                rounding.Sketch(computed, (byte*)cooled.Sketches + cold.Shape.SketchOffset(layer, head), Moments.Sketch(layer, head)!);
            }
        }

        cooled.Identity = block.Identity;
        sealedBlocks[block.Identity] = cooled;
        block.Identity = null;
        return cooled;
    }

    /// <summary>Lets go of a block once.</summary>
    public void Release(KvBlock block) => Tier(block).Release(block);

    public void Dispose()
    {
        foreach (var slab in hot.Slabs.Concat(cold.Slabs))
        {
            slab.Free();
        }

        sealedBlocks.Clear();
    }

    private KvTier Tier(KvBlock block) => block.IsCold ? cold : hot;

    private KvBlock? TryTake(KvTier tier, KvTier other)
    {
        if (!tier.HasEmpty && free >= tier.Shape.BlockBytes)
        {
            AddSlab(tier);
        }

        if (tier.Next is null && free + other.UnheldSlabBytes >= tier.Shape.BlockBytes)
        {
            while (free < tier.Shape.BlockBytes)
            {
                RemoveSlab(other);
            }

            AddSlab(tier);
        }

        if (tier.Next is not { } block)
        {
            return null;
        }

        tier.Hold(block);
        Forget(block);
        return block;
    }

    private void AddSlab(KvTier tier)
    {
        KvSlab slab;
        try
        {
            slab = new KvSlab(tier.Shape, (int)Math.Min(KvShape.SlabBlocks, free / tier.Shape.BlockBytes));
        }
        catch (OutOfMemoryException)
        {
            // What there is must do.
            free = 0;
            return;
        }

        free -= slab.Bytes;
        tier.Add(slab);
    }

    private void RemoveSlab(KvTier tier)
    {
        var slab = tier.UnheldSlab!;
        foreach (var block in slab.Blocks)
        {
            Forget(block);
        }

        free += slab.Bytes;
        tier.Remove(slab);
        slab.Free();
    }

    private void Forget(KvBlock block)
    {
        if (block.Identity is { } identity)
        {
            sealedBlocks.Remove(identity);
            block.Identity = null;
        }
    }
}
