namespace ReasoningGrains.Attention.Kernels;

/// <summary>The work on one head of one layer, for one choice of registers and element type.</summary>
internal unsafe interface IAttentionKernels
{
    /// <summary>Writes one token's key, rotated by its offset in the block, and its value into a block's head.</summary>
    /// <param name="head">Address of the head inside the block.</param>
    /// <param name="offset">The token's offset in the block, 0 to 31.</param>
    /// <param name="key">[headDim], not rotated.</param>
    /// <param name="value">[headDim].</param>
    void Append(byte* head, int offset, float* key, float* value);

    /// <summary>One token's query heads of a group over a span of blocks.</summary>
    /// <param name="queries">[group, headDim], rotated by the token's offset in its block and divided by √headDim.</param>
    /// <param name="span">The blocks.</param>
    /// <param name="partial">[group, 2 + headDim]: greatest score, sum of exponentials, weighted sum of values.</param>
    void Decode(float* queries, in BlockSpan span, float* partial);

    /// <summary>A tile of consecutive tokens' query heads of a group over all blocks up to their own, causally.</summary>
    /// <param name="queries">[tokens, group, headDim], rotated by their positions and divided by √headDim; overwritten.</param>
    /// <param name="tokens">Tokens of the tile.</param>
    /// <param name="position">Position of the tile's first token.</param>
    /// <param name="heads">Address of the head in each block from the first on.</param>
    /// <param name="output">[tokens, group, headDim]; the sums are normalised.</param>
    void Prefill(float* queries, int tokens, int position, ReadOnlySpan<nint> heads, float* output);
}

/// <summary>Consecutive blocks that a decode row attends.</summary>
/// <param name="Heads">Address of the head in each block.</param>
/// <param name="Blocks">How many.</param>
/// <param name="Tokens">Tokens over all of them; all but the last are full.</param>
/// <param name="Distance">How many blocks before the query's own the first one is.</param>
internal readonly unsafe record struct BlockSpan(nint Heads, int Blocks, int Tokens, int Distance);
