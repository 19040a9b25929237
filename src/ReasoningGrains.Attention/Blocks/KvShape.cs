using ReasoningGrains.Attention.Kernels;

namespace ReasoningGrains.Attention.Blocks;

/// <summary>
/// How the keys and values of blocks lie in memory: layer by layer, head by head, block by block; per head of a block keys [headDim, 32] (a column is a token), values [32, headDim], then scales.
/// Of int8 and int4 two rows of a matrix lie in one another: [headDim / 2, 32] and [16, headDim] pairs. The scales of int8 and float32 are a float32 per key and per value;
/// those of int4 are bfloat16: steps and middles of the keys [2, headDim], of the values [2, 32]. Sketches of int4 blocks (<see cref="KeySketch"/>) lie behind all of a slab's heads, in the same order:
/// so what is looked at of every block is one stream, without what is attended of few.
/// </summary>
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

    /// <summary>Bytes of the keys, or of the values, of one head.</summary>
    public int MatrixBytes => HeadDim * BlockTokens * ElementBits / 8;

    /// <summary>Bytes of one head of one layer, its sketch apart.</summary>
    public int HeadBytes => (2 * MatrixBytes) + (Element == KvElement.Int4 ? 2 * (HeadDim + BlockTokens) * sizeof(ushort) : 2 * BlockTokens * sizeof(float));

    /// <summary>Bytes of the sketch of one head of one layer; none where blocks are not cold.</summary>
    public int SketchBytes => Element == KvElement.Int4 ? KeySketch.Bytes(HeadDim) : 0;

    /// <summary>Bytes of a block.</summary>
    public long BlockBytes => (long)Layers * KvHeads * (HeadBytes + SketchBytes);

    /// <summary>Of blocks of small weight.</summary>
    public KvShape Cold => this with { Element = KvElement.Int4 };

    private int ElementBits => Element switch
    {
        KvElement.Int8 => 8,
        KvElement.Int4 => 4,
        _ => 32,
    };

    /// <summary>
    /// Where a layer's head of a block lies from the block's address on, in bytes. The same head of the blocks of a slab lies side by side,
    /// so that reading one head of consecutive blocks is one stream.
    /// </summary>
    public long Offset(int layer, int kvHead) => ((long)(layer * KvHeads) + kvHead) * SlabBlocks * HeadBytes;

    /// <summary>The same for its sketch, from the sketches of the block on.</summary>
    public long SketchOffset(int layer, int kvHead) => ((long)(layer * KvHeads) + kvHead) * SlabBlocks * SketchBytes;
}
