using ReasoningGrains.Attention.Blocks;

namespace ReasoningGrains.Attention;

/// <summary>What the model's queries look for and how its keys differ, learned from those that come by.</summary>
public sealed unsafe partial class PagedAttention
{
    private readonly HeadMoments? moments;

    /// <summary>Blocks that a learned query stands at most away from the keys: as far as the active set does where conversations are long, and so does the mass.</summary>
    private static int LearnedReach(in Segment segment) => segment.Routing is { Options: { IsExact: false } options } ? options.BudgetBlocks : 0;

    /// <summary>Adds keys and some of the queries of the segment to those that are known, of these every other one as far away from the keys as the mass is measured, the others at distances up to there.</summary>
    private void Learn(in Segment segment)
    {
        if (moments is null || LearnedReach(segment) is not (> 0 and var reach))
        {
            return;
        }

        var loaded = stackalloc float[shape.Group * shape.HeadDim];
        for (var i = 0; i < segment.Tokens; i++)
        {
            var position = segment.Position + i;
            var row = qkv + ((long)(segment.Row + i) * Width);
            if (moments.WantsKeys(layer, position))
            {
                for (var head = 0; head < shape.KvHeads; head++)
                {
                    kernels.Rotate(row + ((shape.Heads + head) * shape.HeadDim), 1, position % KvShape.BlockTokens, 0, 1, loaded);
                    moments.AddKey(layer, head, new ReadOnlySpan<float>(loaded, shape.HeadDim));
                }
            }

            if (moments.WantsQueries(layer, position))
            {
                var chance = (int)Mixed((uint)position);
                var distance = chance < 0 ? reach : 1 + (chance % reach);
                for (var head = 0; head < shape.KvHeads; head++)
                {
                    LoadQueries(row, head, position % KvShape.BlockTokens, distance, loaded);
                    moments.AddQueries(layer, head, new ReadOnlySpan<float>(loaded, shape.Group * shape.HeadDim));
                }
            }
        }
    }
}
