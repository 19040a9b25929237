using System.Buffers.Binary;
using System.Numerics.Tensors;
using System.Security.Cryptography;
using ReasoningGrains.Attention.Blocks;

namespace ReasoningGrains.Attention.Routing;

/// <summary>W of a sequence as it travels and is kept: of each layer's key/value heads the heaviest blocks. Immutable; at most <see cref="MostBytes"/> however long the sequence is, or 128 bytes a head where there are more than 390.</summary>
public sealed class BlockWeights
{
    /// <summary>Bytes of the weights, so that with a hash a block they are below 64 KB at 100,000 tokens.</summary>
    public const int MostBytes = 50_000;

    /// <summary>Blocks kept of a head in any case: half as many as balanced attends.</summary>
    private const int FewestBlocks = 32;

    /// <summary>Tokens of the longest sequence whose blocks it can number.</summary>
    public const int MostTokens = (ushort.MaxValue + 1) * KvShape.BlockTokens;

    private const int Header = 12;
    private const int EntryBytes = 4;
    private readonly byte[] bytes;

    private BlockWeights(byte[] bytes) => this.bytes = bytes;

    /// <summary>Tokens of the sequence when it was taken.</summary>
    public int Tokens => BinaryPrimitives.ReadInt32LittleEndian(bytes);

    /// <summary>Layers times key/value heads.</summary>
    public int Heads => BinaryPrimitives.ReadInt32LittleEndian(bytes.AsSpan(4));

    /// <summary>Identifies it in the journal: the first 8 bytes of its SHA-256, as hex.</summary>
    public string Digest => Convert.ToHexStringLower(SHA256.HashData(bytes).AsSpan(0, 8));

    /// <summary>[tokens, heads, entries of a head: int32 each] then a (block: uint16, weight: float16) an entry, little-endian.</summary>
    public ReadOnlyMemory<byte> Bytes => bytes;

    private int Entries => BinaryPrimitives.ReadInt32LittleEndian(bytes.AsSpan(8));

    /// <exception cref="FormatException">It is not W.</exception>
    public static BlockWeights Parse(byte[] bytes)
    {
        if (bytes.Length < Header || new BlockWeights(bytes) is var weights && (weights.Tokens < 0 || bytes.Length != Header + ((long)weights.Heads * weights.Entries * EntryBytes)))
        {
            throw new FormatException($"{bytes.Length} bytes are not the weights of blocks.");
        }

        var blocks = ((long)weights.Tokens + KvShape.BlockTokens - 1) / KvShape.BlockTokens;
        for (var at = Header; at < bytes.Length; at += EntryBytes)
        {
            var (block, weight) = (BinaryPrimitives.ReadUInt16LittleEndian(bytes.AsSpan(at)), (float)BinaryPrimitives.ReadHalfLittleEndian(bytes.AsSpan(at + 2)));
            if (!(weight >= 0 && float.IsFinite(weight)) || (weight > 0 && block >= blocks))
            {
                throw new FormatException($"Block {block} of {blocks} weighs {weight}: these bytes are not the weights of blocks.");
            }
        }

        return weights;
    }

    /// <summary>The weights without the blocks from a token on: what a fork or a changed past still shares.</summary>
    public BlockWeights Before(int tokens)
    {
        if (tokens >= Tokens)
        {
            return this;
        }

        var cut = (byte[])bytes.Clone();
        BinaryPrimitives.WriteInt32LittleEndian(cut, tokens);
        for (var at = Header; at < cut.Length; at += EntryBytes)
        {
            if (BinaryPrimitives.ReadUInt16LittleEndian(cut.AsSpan(at)) >= tokens / KvShape.BlockTokens)
            {
                cut.AsSpan(at, EntryBytes).Clear();
            }
        }

        return new BlockWeights(cut);
    }

    /// <summary>Weight of each block that has one, averaged over all heads, heaviest first.</summary>
    public IEnumerable<(int Block, float Weight)> Heaviest() => Average().Index().Where(b => b.Item > 0).OrderByDescending(b => b.Item);

    /// <summary>[blocks]: the weight of each, averaged over all heads.</summary>
    public float[] Average()
    {
        var weights = new float[(Tokens + KvShape.BlockTokens - 1) / KvShape.BlockTokens];
        for (var head = 0; head < Heads; head++)
        {
            AddTo(weights, head);
        }

        TensorPrimitives.Divide(weights, Heads, weights);
        return weights;
    }

    /// <summary>Takes the heaviest blocks of each head.</summary>
    internal static BlockWeights Of(int tokens, float[][] weights, int blocks)
    {
        var entries = Math.Min(blocks, Math.Max(FewestBlocks, (MostBytes - Header) / EntryBytes / weights.Length));
        var bytes = new byte[Header + (weights.Length * entries * EntryBytes)];
        BinaryPrimitives.WriteInt32LittleEndian(bytes, tokens);
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(4), weights.Length);
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(8), entries);
        var (picked, scratch, at) = (new int[entries], new float[blocks], Header);
        foreach (var head in weights)
        {
            HeaviestBlocks.Pick(head.AsSpan(0, blocks), 0, picked, scratch);
            foreach (var block in picked)
            {
                BinaryPrimitives.WriteUInt16LittleEndian(bytes.AsSpan(at), checked((ushort)block));
                BinaryPrimitives.WriteHalfLittleEndian(bytes.AsSpan(at + 2), (Half)head[block]);
                at += EntryBytes;
            }
        }

        return new BlockWeights(bytes);
    }

    /// <summary>Writes a head's weights into an array that is all zero.</summary>
    internal void CopyTo(int head, Span<float> weights)
    {
        var at = Header + (head * Entries * EntryBytes);
        for (var i = 0; i < Entries; i++, at += EntryBytes)
        {
            var weight = (float)BinaryPrimitives.ReadHalfLittleEndian(bytes.AsSpan(at + 2));
            if (weight > 0)
            {
                weights[BinaryPrimitives.ReadUInt16LittleEndian(bytes.AsSpan(at))] = weight;
            }
        }
    }

    private void AddTo(Span<float> sums, int head)
    {
        var at = Header + (head * Entries * EntryBytes);
        for (var i = 0; i < Entries; i++, at += EntryBytes)
        {
            var weight = (float)BinaryPrimitives.ReadHalfLittleEndian(bytes.AsSpan(at + 2));
            if (weight > 0)
            {
                sums[BinaryPrimitives.ReadUInt16LittleEndian(bytes.AsSpan(at))] += weight;
            }
        }
    }
}
