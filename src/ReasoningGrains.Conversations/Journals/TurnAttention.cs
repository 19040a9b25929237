using ReasoningGrains.Attention.Routing;

namespace ReasoningGrains.Conversations.Journals;

/// <summary>What a turn left as W_t, in short.</summary>
/// <param name="Digest">Identifies W_t.</param>
/// <param name="Blocks">The heaviest blocks, heaviest first.</param>
internal sealed record TurnAttention(string Digest, IReadOnlyList<BlockShare> Blocks)
{
    private const int MostBlocks = 24;

    /// <param name="now">W_t.</param>
    /// <param name="before">W_{t-1}; null at the beginning.</param>
    public static TurnAttention Of(BlockWeights now, BlockWeights? before)
    {
        var former = before?.Average() ?? [];
        return new TurnAttention(now.Digest, [.. now.Heaviest().Take(MostBlocks).Select(b => new BlockShare(b.Block, b.Weight, b.Block < former.Length ? former[b.Block] : 0))]);
    }
}

/// <summary>A block's weight, averaged over all heads.</summary>
/// <param name="Block">Its number.</param>
/// <param name="Weight">In W_t.</param>
/// <param name="Before">In W_{t-1}.</param>
internal readonly record struct BlockShare(int Block, float Weight, float Before);
