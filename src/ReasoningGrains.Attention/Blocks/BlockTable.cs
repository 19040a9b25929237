namespace ReasoningGrains.Attention.Blocks;

/// <summary>The blocks of one sequence in the order of its tokens; all but the last are full.</summary>
/// <param name="pool">Where they come from.</param>
/// <param name="lineage">Blocks are found only by tables of the same lineage.</param>
public sealed class BlockTable(BlockPool pool, string lineage = "")
{
    private readonly BlockIdentity root = new(lineage);
    private readonly int[] open = new int[KvShape.BlockTokens];
    private readonly List<KvBlock> blocks = [];
    private nint[] addresses = [];
    private nint[] sketches = [];
    private bool[] cold = [];
    private BlockIdentity identity = new(lineage);

    /// <summary>Tokens whose keys and values are here.</summary>
    public int Length { get; private set; }

    public int Blocks => blocks.Count;

    /// <summary>Bytes of its blocks, shared ones included.</summary>
    public long Bytes => blocks.Sum(b => b.IsCold ? pool.Shape.Cold.BlockBytes : pool.Shape.BlockBytes);

    internal nint Address(int block) => addresses[block];

    internal nint Sketches(int block) => sketches[block];

    /// <summary>The block is kept in 4 bits.</summary>
    internal bool IsCold(int block) => cold[block];

    /// <summary>Other sequences that run now hold the block too.</summary>
    internal bool IsShared(int block) => blocks[block].References > 1;

    /// <summary>Shares the sealed blocks that hold a prefix of these tokens, and copies one that is not full; only on an empty table.</summary>
    /// <param name="tokens">The sequence's tokens.</param>
    /// <returns>Tokens found, less than all, for the last token's logits must be computed.</returns>
    public int Adopt(ReadOnlySpan<int> tokens)
    {
        while (Length + KvShape.BlockTokens < tokens.Length)
        {
            if (pool.Find(identity, tokens.Slice(Length, KvShape.BlockTokens)) is not { } block)
            {
                break;
            }

            Add(block);
            identity = block.Identity!;
            Length += KvShape.BlockTokens;
        }

        AdoptOpen(tokens[Length..]);
        return Length;
    }

    /// <summary>Tokens that can be reserved as long as nobody else takes blocks.</summary>
    public int Reservable => (int)Math.Min(int.MaxValue, ((long)(blocks.Count + pool.Available) * KvShape.BlockTokens) - Length);

    /// <summary>Takes the blocks that so many more tokens need; returns false when the pool has too few; then those that it took stay reserved.</summary>
    public bool TryReserve(int tokens)
    {
        var needed = ((Length + tokens + KvShape.BlockTokens - 1) / KvShape.BlockTokens) - blocks.Count;
        if (needed > pool.Available)
        {
            return false;
        }

        for (var i = 0; i < needed; i++)
        {
            // The machine may have less memory than the pool was given.
            if (pool.TryTake() is not { } block)
            {
                return false;
            }

            Add(block);
        }

        return true;
    }

    /// <summary>Counts tokens whose keys and values a step has written, and seals the blocks that they filled.</summary>
    /// <param name="tokens">The sequence's tokens, at least up to the new length.</param>
    /// <param name="count">How many were written.</param>
    public void Commit(ReadOnlySpan<int> tokens, int count)
    {
        var before = Length / KvShape.BlockTokens;
        Length += count;
        for (var full = before; full < Length / KvShape.BlockTokens; full++)
        {
            identity = pool.Seal(blocks[full], identity, tokens.Slice(full * KvShape.BlockTokens, KvShape.BlockTokens));
        }

        tokens[(Length - (Length % KvShape.BlockTokens))..Length].CopyTo(open);
    }

    /// <summary>Keeps a full block in 4 bits from now on; false when it is so already or there is no room.</summary>
    public bool TryCool(int block)
    {
        if (pool.TryCool(blocks[block]) is not { } cooled)
        {
            return false;
        }

        pool.Release(blocks[block]);
        Set(block, cooled);
        return true;
    }

    /// <summary>Gives all blocks back.</summary>
    public void Release()
    {
        var last = Length / KvShape.BlockTokens;
        if (Length % KvShape.BlockTokens is > 0 and var tokens && blocks[last].References == 1)
        {
            pool.Seal(blocks[last], identity, open.AsSpan(0, tokens));
        }

        // Last first, so that a prefix outlives what follows it.
        for (var i = blocks.Count - 1; i >= 0; i--)
        {
            pool.Release(blocks[i]);
        }

        blocks.Clear();
        Length = 0;
        identity = root;
    }

    /// <summary>A block that a sequence left before it was full is nobody's to write on: its copy is.</summary>
    private void AdoptOpen(ReadOnlySpan<int> tokens)
    {
        for (var count = Math.Min(KvShape.BlockTokens, tokens.Length) - 1; count > 0; count--)
        {
            if (pool.Find(identity, tokens[..count]) is not { } found)
            {
                continue;
            }

            if (pool.TryTake() is { } copy)
            {
                pool.Copy(found, copy);
                Add(copy);
                tokens[..count].CopyTo(open);
                Length += count;
            }

            pool.Release(found);
            return;
        }
    }

    private void Add(KvBlock block)
    {
        if (blocks.Count == addresses.Length)
        {
            Array.Resize(ref addresses, Math.Max(64, 2 * addresses.Length));
            Array.Resize(ref sketches, addresses.Length);
            Array.Resize(ref cold, addresses.Length);
        }

        blocks.Add(block);
        Set(blocks.Count - 1, block);
    }

    private void Set(int index, KvBlock block) => (blocks[index], addresses[index], sketches[index], cold[index]) = (block, block.Address, block.Sketches, block.IsCold);
}
