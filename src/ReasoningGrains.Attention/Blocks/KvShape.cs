namespace ReasoningGrains.Attention.Blocks;

/// <summary>How the keys and values of blocks lie in memory: layer by layer, head by head, block by block; per head of a block
/// keys [headDim, 32] (a column is a token), values [32, headDim], then a float32 scale per key and per value. Of int8 two rows of a matrix lie in one another: [headDim / 2, 32, 2], [16, headDim, 2].</summary>
/// <param name="Layers">Decoder layers.</param>
/// <param name="Heads">Query heads of a layer.</param>
/// <param name="KvHeads">Key/value heads of a layer.</param>
/// <param name="HeadDim">Width of a head; even.</param>
/// <param name="Element">How a key or value element is kept.</param>
public sealed record KvShape(int Layers, int Heads, int KvHeads, int HeadDim, KvElement Element)
{
    /// <summary>Tokens of a full block.</summary>
    public const int BlockTokens = 32;

    /// <summary>Blocks that are allocated together.</summary>
    public const int SlabBlocks = 32;

    /// <summary>Query heads that share a key/value head.</summary>
    public int Group => Heads / KvHeads;

    /// <summary>Bytes of one element.</summary>
    public int ElementBytes => Element == KvElement.Int8 ? sizeof(sbyte) : sizeof(float);

    /// <summary>Offset of the values inside a head, in bytes.</summary>
    public int ValuesOffset => HeadDim * BlockTokens * ElementBytes;

    /// <summary>Offset of the keys' scales inside a head, in bytes; the values' scales follow them.</summary>
    public int ScalesOffset => 2 * ValuesOffset;

    /// <summary>Bytes of one head of one layer.</summary>
    public int HeadBytes => ScalesOffset + (2 * BlockTokens * sizeof(float));

    /// <summary>Bytes of a block.</summary>
    public long BlockBytes => (long)Layers * KvHeads * HeadBytes;

    /// <summary>
    /// Where a layer's head of a block lies from the block's address on, in bytes. The same head of the blocks of a slab lies side by side,
    /// so that reading one head of consecutive blocks is one stream.
    /// </summary>
    public long Offset(int layer, int kvHead) => ((long)(layer * KvHeads) + kvHead) * SlabBlocks * HeadBytes;
}
