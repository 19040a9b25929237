namespace ReasoningGrains.Attention.Kernels;

/// <summary>The work on one head of one layer, for one choice of registers and element type.</summary>
internal unsafe interface IAttentionKernels
{
    /// <summary>Floats that a block takes among those that are skimmed by so many rows: whole registers of any width.</summary>
    static int SkimRow(int rows) => (rows + 15) & ~15;

    /// <summary>Scales vectors and rotates them by an offset in a block and a number of blocks.</summary>
    /// <param name="source">[count, headDim].</param>
    /// <param name="count">How many.</param>
    /// <param name="offset">0 to 31.</param>
    /// <param name="block">The number of blocks; 0 rotates by the offset alone.</param>
    /// <param name="scale">What all are multiplied by.</param>
    /// <param name="destination">[count, headDim].</param>
    void Rotate(float* source, int count, int offset, int block, float scale, float* destination);

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
    /// <returns>A bit for each block, the first the lowest: 0 where it was left out. Where blocks may be, a span has at most 32.</returns>
    uint Decode(float* queries, in BlockSpan span, float* partial);

    /// <summary>A tile of consecutive tokens' query heads of a group over all blocks up to their own, causally.</summary>
    /// <param name="queries">[tokens, group, headDim], rotated by their positions and divided by √headDim.</param>
    /// <param name="tokens">Tokens of the tile.</param>
    /// <param name="position">Position of the tile's first token.</param>
    /// <param name="blocks">What they attend, in the order of age.</param>
    /// <param name="output">[tokens, group, headDim]; the sums are normalised.</param>
    void Prefill(float* queries, int tokens, int position, in BlockList blocks, float* output);

    /// <summary>About the greatest score of each query row in each block that is full and wholly visible: of cold blocks as their sketches have it.</summary>
    /// <param name="queries">[rows, headDim], rotated by one distance for all blocks and divided by √headDim.</param>
    /// <param name="rows">How many.</param>
    /// <param name="heads">Address of the head in each block.</param>
    /// <param name="sketches">Address of its sketch; 0 where the block is not cold.</param>
    /// <param name="blocks">How many.</param>
    /// <param name="greatest">[blocks, <see cref="SkimRow"/>]; what follows the rows is 0.</param>
    /// <param name="by">How the keys of the head are sketched; null when no block is cold.</param>
    void Skim(float* queries, int rows, nint* heads, nint* sketches, int blocks, float* greatest, KeySketch? by);

    /// <summary>Turns the scores of some of the blocks that were skimmed into weights against the greatest of theirs.</summary>
    /// <param name="greatest">[blocks, <see cref="SkimRow"/>]: scores, replaced by e^(score - greatest of the row).</param>
    /// <param name="rows">How many.</param>
    /// <param name="blocks">How many, at least one.</param>
    /// <param name="part">[2, <see cref="SkimRow"/>], out: the greatest score of each row, and the sum of its weights.</param>
    void WeighSkimmed(float* greatest, int rows, int blocks, float* part);

    /// <summary>The rows' mean softmax over the blocks that were skimmed, if each block were one token.</summary>
    /// <param name="weights">[blocks, <see cref="SkimRow"/>], weighed part by part.</param>
    /// <param name="parts">[parts, 2, <see cref="SkimRow"/>], overwritten.</param>
    /// <param name="rows">How many.</param>
    /// <param name="blocks">How many, at least one.</param>
    /// <param name="partBlocks">Blocks of a part; the last may have fewer.</param>
    /// <param name="mean">[blocks], out.</param>
    void MeanOfSkimmed(float* weights, float* parts, int rows, int blocks, int partBlocks, float* mean);

    /// <summary>What the softmax of some tokens' query heads needs of each block: the blocks' mass.</summary>
    /// <param name="queries">[tokens, group, headDim], rotated by their positions and divided by √headDim.</param>
    /// <param name="tokens">Tokens that probe.</param>
    /// <param name="position">Position of the first of them.</param>
    /// <param name="spacing">From the position of one to that of the next.</param>
    /// <param name="blocks">The blocks.</param>
    /// <param name="greatest">[tokens · group, blocks], rows <paramref name="stride"/> floats apart: a visible score that none of the block exceeds, of it or of one beside it; -∞ when none is visible.</param>
    /// <param name="sums">Likewise: the sum of e^(score - greatest).</param>
    /// <param name="stride">Floats from one row to the next.</param>
    void Mass(float* queries, int tokens, int position, int spacing, in BlockList blocks, float* greatest, float* sums, int stride);
}

/// <summary>Blocks that a tile or a probe looks at.</summary>
/// <param name="heads">Address of the head in each block.</param>
/// <param name="cold">Whether each block is cold.</param>
/// <param name="numbers">Number of each block in its sequence: decides what is visible.</param>
/// <param name="bases">Block position that each block's keys are rotated to.</param>
/// <param name="count">How many.</param>
/// <param name="localFrom">Index of the first block of the local window.</param>
/// <param name="localBias">Added to the scores of the local window.</param>
/// <param name="negligible">Share of a row's weight so far below which a tile leaves out a block; 0 leaves out none. A mass is of all blocks whatever it is.</param>
internal readonly unsafe struct BlockList(nint* heads, bool* cold, int* numbers, int* bases, int count, int localFrom = 0, float localBias = 0, float negligible = 0)
{
    public readonly nint* Heads = heads;
    public readonly bool* Cold = cold;
    public readonly int* Numbers = numbers;
    public readonly int* Bases = bases;
    public readonly int Count = count;
    public readonly int LocalFrom = localFrom;
    public readonly float LocalBias = localBias;
    public readonly float Negligible = negligible;
}

/// <summary>Blocks that a decode row attends, cold ones first.</summary>
/// <param name="heads">Address of the head in each block.</param>
/// <param name="distances">How many blocks before the query's own each one is.</param>
/// <param name="blocks">How many.</param>
/// <param name="tokens">Tokens over all of them; all but the last are full.</param>
/// <param name="cold">So many of the first blocks are cold.</param>
/// <param name="bias">Added to all scores.</param>
/// <param name="negligible">Share, of what the span and the row's first block weigh together, below which a block is left out; 0 leaves out none.</param>
/// <param name="first">The row's first block, where the span is without it.</param>
internal readonly unsafe struct BlockSpan(nint* heads, int* distances, int blocks, int tokens, int cold, float bias = 0, float negligible = 0, FirstBlock first = default)
{
    public readonly nint* Heads = heads;
    public readonly int* Distances = distances;
    public readonly int Blocks = blocks;
    public readonly int Tokens = tokens;
    public readonly int Cold = cold;
    public readonly float Bias = bias;
    public readonly float Negligible = negligible;
    public readonly FirstBlock First = first;
}

/// <summary>The block that a decode row begins with, full. It is the sink, which has a quarter of the weight on average: beside it a span of the middle can tell what is negligible.</summary>
/// <param name="Head">Address of the head in it; 0 for none.</param>
/// <param name="Distance">How many blocks before the query's own it is.</param>
/// <param name="IsCold">Whether it is cold.</param>
internal readonly record struct FirstBlock(nint Head, int Distance, bool IsCold);
