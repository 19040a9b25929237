using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace ReasoningGrains.Attention.Blocks;

/// <summary>The blocks of one sequence in the order of its tokens; all but the last are full.</summary>
public sealed class BlockTable(BlockPool pool)
{
    private readonly List<KvBlock> blocks = [];
    private UInt128 identity;

    /// <summary>Tokens whose keys and values are here.</summary>
    public int Length { get; private set; }

    public int Blocks => blocks.Count;

    internal nint Address(int block) => blocks[block].Address;

    /// <summary>Shares the sealed blocks that hold a prefix of these tokens; only on an empty table.</summary>
    /// <param name="tokens">The sequence's tokens.</param>
    /// <returns>Tokens found, a multiple of 32 and less than all, for the last token's logits must be computed.</returns>
    public int Adopt(ReadOnlySpan<int> tokens)
    {
        while (Length + KvShape.BlockTokens < tokens.Length)
        {
            var next = Identify(identity, tokens.Slice(Length, KvShape.BlockTokens));
            if (pool.Find(next) is not { } block)
            {
                break;
            }

            blocks.Add(block);
            identity = next;
            Length += KvShape.BlockTokens;
        }

        return Length;
    }

    /// <summary>Takes the blocks that so many more tokens need; takes none and returns false when the pool has too few.</summary>
    public bool TryReserve(int tokens)
    {
        var needed = ((Length + tokens + KvShape.BlockTokens - 1) / KvShape.BlockTokens) - blocks.Count;
        if (needed > pool.Available)
        {
            return false;
        }

        for (var i = 0; i < needed; i++)
        {
            blocks.Add(pool.TryTake()!);
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
            identity = Identify(identity, tokens.Slice(full * KvShape.BlockTokens, KvShape.BlockTokens));
            pool.Seal(blocks[full], identity);
        }
    }

    /// <summary>Gives all blocks back.</summary>
    public void Release()
    {
        // Last first, so that a prefix outlives what follows it.
        for (var i = blocks.Count - 1; i >= 0; i--)
        {
            pool.Release(blocks[i]);
        }

        blocks.Clear();
        Length = 0;
        identity = default;
    }

    private static UInt128 Identify(UInt128 parent, ReadOnlySpan<int> tokens)
    {
        Span<byte> content = stackalloc byte[16 + (KvShape.BlockTokens * sizeof(int))];
        MemoryMarshal.Write(content, parent);
        MemoryMarshal.AsBytes(tokens).CopyTo(content[16..]);
        Span<byte> hash = stackalloc byte[32];
        SHA256.HashData(content, hash);
        return MemoryMarshal.Read<UInt128>(hash);
    }
}
