namespace ReasoningGrains.Attention.Kernels;

/// <summary>The element type of the keys and values of a block, and the two products of attention over it. A head's memory is laid out as <see cref="Blocks.KvShape"/> says.</summary>
internal unsafe interface IElement
{
    /// <summary>Loads element d of the keys of consecutive tokens.</summary>
    static abstract TLanes LoadKeys<TLanes>(byte* head, int dim, int d, int token)
        where TLanes : unmanaged, ILanes<TLanes>;

    /// <summary>Loads the same without the scale of each token.</summary>
    static abstract TLanes LoadLevels<TLanes>(byte* head, int dim, int d, int token)
        where TLanes : unmanaged, ILanes<TLanes>;

    /// <summary>The scales of a block's tokens.</summary>
    /// <param name="head">Address of the block's head.</param>
    /// <param name="dim">Width of a head.</param>
    /// <param name="scales">[32], out.</param>
    /// <returns>What no level exceeds by magnitude.</returns>
    static abstract float LoadKeyScales(byte* head, int dim, float* scales);

    /// <summary>Loads consecutive elements of a token's value.</summary>
    static abstract TLanes LoadValue<TLanes>(byte* head, int dim, int token, int d)
        where TLanes : unmanaged, ILanes<TLanes>;

    /// <summary>scores[r, t] = Σ_d queries[r, d] · keys[d, t], for the 32 tokens of a block.</summary>
    /// <param name="queries">[rows, dim].</param>
    /// <param name="rows">How many.</param>
    /// <param name="magnitudes">[rows]: none of a query's elements is greater by magnitude.</param>
    /// <param name="head">Address of the block's head.</param>
    /// <param name="dim">Width of a head.</param>
    /// <param name="workspace">[rows · dim], of 8 bytes.</param>
    /// <param name="scores">[rows, 32], rows <paramref name="stride"/> floats apart.</param>
    /// <param name="stride">Floats from one row to the next.</param>
    /// <param name="ahead">Matrices that are needed next.</param>
    static abstract void Score<TLanes>(float* queries, int rows, float* magnitudes, byte* head, int dim, byte* workspace, float* scores, int stride, Ahead ahead)
        where TLanes : unmanaged, ILanes<TLanes>;

    /// <summary>sums[r, d] += Σ_t weights[r, t] · values[t, d], over blocks that follow each other.</summary>
    /// <param name="weights">[rows, 32 · blocks], rows <paramref name="stride"/> floats apart and 0 from <paramref name="tokens"/> on; overwritten.</param>
    /// <param name="stride">Floats from one row to the next.</param>
    /// <param name="rows">How many.</param>
    /// <param name="heads">Address of the head in each block.</param>
    /// <param name="blocks">How many; at most 16.</param>
    /// <param name="tokens">Tokens over all of them; all blocks but the last are full.</param>
    /// <param name="dim">Width of a head.</param>
    /// <param name="workspace">[rows · max(dim, 32 · blocks)], of 8 bytes.</param>
    /// <param name="sums">[rows, dim], rows <paramref name="sumStride"/> floats apart.</param>
    /// <param name="sumStride">Floats from one row to the next.</param>
    static abstract void Sum<TLanes>(float* weights, int stride, int rows, nint* heads, int blocks, int tokens, int dim, byte* workspace, float* sums, int sumStride)
        where TLanes : unmanaged, ILanes<TLanes>;
}

/// <summary>An element that single tokens can be written in.</summary>
internal unsafe interface IOpenElement : IElement
{
    /// <summary>Keys and values are floats as computed: so are products then.</summary>
    static abstract bool IsFloat { get; }

    /// <summary>Writes a token's key.</summary>
    /// <param name="head">Address of the block's head.</param>
    /// <param name="dim">Width of a head.</param>
    /// <param name="token">Offset of the token in the block.</param>
    /// <param name="key">[dim].</param>
    /// <param name="magnitude">The greatest of them by magnitude.</param>
    static abstract void StoreKey<TLanes>(byte* head, int dim, int token, float* key, float magnitude)
        where TLanes : unmanaged, ILanes<TLanes>;

    /// <summary>Writes a token's value, likewise.</summary>
    static abstract void StoreValue<TLanes>(byte* head, int dim, int token, float* value, float magnitude)
        where TLanes : unmanaged, ILanes<TLanes>;
}
