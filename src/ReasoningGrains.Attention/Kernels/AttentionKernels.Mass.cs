using System.Runtime.CompilerServices;

namespace ReasoningGrains.Attention.Kernels;

internal sealed unsafe partial class AttentionKernels<TLanes, THot, TCold, TQuads>
{
    [SkipLocalsInit]
    public void Mass(float* queries, int tokens, int position, in BlockList blocks, float* greatest, float* sums, int stride)
    {
        var rows = tokens * group;
        var most = PanelBlocks;
        var scores = stackalloc float[rows * most * Tokens];
        var keys = stackalloc float[dim * most * Tokens];
        for (var from = 0; from < blocks.Count; from += most)
        {
            var count = Math.Min(most, blocks.Count - from);
            var width = count * Tokens;
            for (var i = 0; i < count; i++)
            {
                UnpackKeys(blocks.Cold[from + i], (byte*)blocks.Heads[from + i], blocks.Bases[from + i], keys + (i * Tokens), width);
            }

            ScoreUnpacked(queries, keys, scores, rows, width);
            for (var row = 0; row < rows; row++)
            {
                var place = (row * stride) + from;
                var visible = Visible(blocks, from, count, position + (row / group));
                if (visible == width)
                {
                    Weigh(scores + (row * width), count, greatest + place, sums + place);
                }
                else
                {
                    WeighVisible(scores + (row * width), visible, count, greatest + place, sums + place);
                }
            }
        }
    }

    /// <summary>Blocks of one panel are weighed against the greatest score of all of them: one maximum to wait for instead of one a block.</summary>
    private static void Weigh(float* scores, int blocks, float* greatest, float* sums)
    {
        var most = Greatest(scores, blocks * Tokens);
        var top = TLanes.Broadcast(most);
        for (var i = 0; i < blocks; i++)
        {
            TLanes sum = default;
            for (var t = i * Tokens; t < (i + 1) * Tokens; t += TLanes.Width)
            {
                sum = TLanes.Add(sum, TLanes.Exp(TLanes.Subtract(TLanes.Load(scores + t), top)));
            }

            (greatest[i], sums[i]) = (most, TLanes.HorizontalSum(sum));
            if (sums[i] == 0)
            {
                // Nothing beside the greatest, as much may be beside the sink, it still says which of the others are heavier.
                greatest[i] = Greatest(scores + (i * Tokens), Tokens);
                sums[i] = Exponentiate(scores + (i * Tokens), Tokens, Tokens, greatest[i]);
            }
        }
    }

    /// <summary>At the end of a sequence a row sees only the first tokens of a panel: each block is weighed by itself.</summary>
    private static void WeighVisible(float* scores, int visible, int blocks, float* greatest, float* sums)
    {
        for (var i = 0; i < blocks; i++, visible -= Tokens)
        {
            var seen = Math.Clamp(visible, 0, Tokens);
            greatest[i] = seen == 0 ? float.NegativeInfinity : Greatest(scores + (i * Tokens), seen);
            sums[i] = seen == 0 ? 0 : Exponentiate(scores + (i * Tokens), seen, Tokens, greatest[i]);
        }
    }
}
