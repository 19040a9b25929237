using System.Runtime.CompilerServices;

namespace ReasoningGrains.Attention.Kernels;

internal sealed unsafe partial class AttentionKernels<TLanes, TPairs, TQuads, THot, TCold>
{
    [SkipLocalsInit]
    public void Mass(float* queries, int tokens, int position, int spacing, in BlockList blocks, float* greatest, float* sums, int stride)
    {
        var rows = tokens * group;
        var most = PanelBlocks;
        var scores = stackalloc float[rows * most * Tokens];
        var keys = stackalloc float[dim * most * Tokens];
        var scales = stackalloc float[most * Tokens];
        var integers = stackalloc short[rows * dim];
        var steps = stackalloc float[rows];
        RoundQueries(queries, rows, integers, steps);
        FetchAhead(blocks, 0, most, values: false);
        for (var from = 0; from < blocks.Count; from += most)
        {
            FetchAhead(blocks, from + most, most, values: false);
            var count = Math.Min(most, blocks.Count - from);
            var width = count * Tokens;
            for (var i = 0; i < count; i++)
            {
                UnpackKeys(blocks.Cold[from + i], (byte*)blocks.Heads[from + i], blocks.Bases[from + i], keys + (i * Tokens), width, scales + (i * Tokens));
            }

            ScoreUnpacked(queries, integers, steps, rows, keys, scales, width, scores);
            for (var row = 0; row < rows; row++)
            {
                var place = (row * stride) + from;
                var visible = Visible(blocks, from, count, position + (row / group * spacing));
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
        var block = 0;
        for (; block + 4 <= blocks; block += 4)
        {
            var row = scores + (block * Tokens);
            TLanes.StoreHorizontalSums(SumOfExponentials(row, top), SumOfExponentials(row + Tokens, top), SumOfExponentials(row + (2 * Tokens), top), SumOfExponentials(row + (3 * Tokens), top), sums + block);
        }

        for (; block < blocks; block++)
        {
            sums[block] = TLanes.HorizontalSum(SumOfExponentials(scores + (block * Tokens), top));
        }

        for (block = 0; block < blocks; block++)
        {
            greatest[block] = most;
            if (sums[block] == 0)
            {
                // Nothing beside the greatest, as much may be beside the sink, it still says which of the others are heavier.
                greatest[block] = Greatest(scores + (block * Tokens), Tokens);
                ExponentiateBlocks(scores + (block * Tokens), Tokens, 1, greatest[block], sums + block);
            }
        }
    }

    /// <summary>Lanes whose sum is Σ e^(score - top) of a block's scores.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TLanes SumOfExponentials(float* scores, TLanes top)
    {
        TLanes even = default, odd = default;
        for (var t = 0; t < Tokens; t += 2 * TLanes.Width)
        {
            even = TLanes.Add(even, TLanes.Exp(TLanes.Subtract(TLanes.Load(scores + t), top)));
            odd = TLanes.Add(odd, TLanes.Exp(TLanes.Subtract(TLanes.Load(scores + t + TLanes.Width), top)));
        }

        return TLanes.Add(even, odd);
    }

    /// <summary>At the end of a sequence a row sees only the first tokens of a panel: each block is weighed by itself.</summary>
    private static void WeighVisible(float* scores, int visible, int blocks, float* greatest, float* sums)
    {
        for (var i = 0; i < blocks; i++, visible -= Tokens)
        {
            var seen = Math.Clamp(visible, 0, Tokens);
            (greatest[i], sums[i]) = (float.NegativeInfinity, 0);
            if (seen > 0)
            {
                greatest[i] = Greatest(scores + (i * Tokens), seen);
                ExponentiateBlocks(scores + (i * Tokens), seen, 1, greatest[i], sums + i);
            }
        }
    }
}
