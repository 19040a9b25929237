using System.Runtime.CompilerServices;

namespace ReasoningGrains.Attention.Kernels;

internal sealed unsafe partial class AttentionKernels<TLanes, TPairs, TQuads, THot, TCold>
{
    public void WeighSkimmed(float* greatest, int rows, int blocks, float* part)
    {
        var width = IAttentionKernels.SkimRow(rows);
        for (var row = 0; row < width; row += TLanes.Width)
        {
            var most = GreatestOfRows(greatest + row, width, blocks);
            TLanes sum = default;
            for (var block = 0; block < blocks; block++)
            {
                var place = greatest + (block * width) + row;
                var weight = TLanes.Exp(TLanes.Subtract(TLanes.Load(place), most));
                TLanes.Store(weight, place);
                sum = TLanes.Add(sum, weight);
            }

            TLanes.Store(most, part + row);
            TLanes.Store(sum, part + width + row);
        }
    }

    public void MeanOfSkimmed(float* weights, float* parts, int rows, int blocks, int partBlocks, float* mean)
    {
        var width = IAttentionKernels.SkimRow(rows);
        var count = (blocks + partBlocks - 1) / partBlocks;
        for (var row = 0; row < width; row += TLanes.Width)
        {
            ShareOut(parts + row, width, count, rows, rows - row);
        }

        for (var part = 0; part < count; part++)
        {
            var from = part * partBlocks;
            MeanOfPart(weights + (from * width), parts + (part * 2 * width), width, Math.Min(partBlocks, blocks - from), mean + from);
        }
    }

    /// <summary>Of rows, one in each lane, the greatest score over blocks.</summary>
    private static TLanes GreatestOfRows(float* scores, int width, int blocks)
    {
        TLanes even = TLanes.Load(scores), odd = even;
        var block = 0;
        for (; block + 2 <= blocks; block += 2)
        {
            even = TLanes.Max(even, TLanes.Load(scores + (block * width)));
            odd = TLanes.Max(odd, TLanes.Load(scores + ((block + 1) * width)));
        }

        return TLanes.Max(TLanes.Max(even, odd), TLanes.Load(scores + ((blocks - 1) * width)));
    }

    /// <summary>Replaces the greatest score of each part by what a weight in it is of the rows' mean: e^(greatest of the part - greatest) / (rows · sum of all weights); of lanes without a row by 0.</summary>
    private static void ShareOut(float* parts, int width, int count, int rows, int lanes)
    {
        var most = GreatestOfRows(parts, 2 * width, count);
        TLanes sum = default;
        for (var part = 0; part < count; part++)
        {
            var place = parts + (part * 2 * width);
            var factor = TLanes.Exp(TLanes.Subtract(TLanes.Load(place), most));
            TLanes.Store(factor, place);
            sum = TLanes.MultiplyAdd(factor, TLanes.Load(place + width), sum);
        }

        var shares = parts + width;
        TLanes.Store(sum, shares);
        for (var lane = 0; lane < TLanes.Width; lane++)
        {
            shares[lane] = lane < lanes ? 1 / (rows * shares[lane]) : 0;
        }

        var share = TLanes.Load(shares);
        for (var part = 0; part < count; part++)
        {
            var place = parts + (part * 2 * width);
            TLanes.Store(TLanes.Multiply(TLanes.Load(place), share), place);
        }
    }

    /// <summary>mean[b] = Σ_r weights[b, r] · factors[r].</summary>
    private static void MeanOfPart(float* weights, float* factors, int width, int blocks, float* mean)
    {
        var block = 0;
        for (; block + 4 <= blocks; block += 4)
        {
            var of = weights + (block * width);
            TLanes.StoreHorizontalSums(WeighBlock(of, factors, width), WeighBlock(of + width, factors, width), WeighBlock(of + (2 * width), factors, width), WeighBlock(of + (3 * width), factors, width), mean + block);
        }

        for (; block < blocks; block++)
        {
            mean[block] = TLanes.HorizontalSum(WeighBlock(weights + (block * width), factors, width));
        }
    }

    /// <summary>Lanes whose sum is that of a block's weights times their rows' factors.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TLanes WeighBlock(float* weights, float* factors, int width)
    {
        TLanes sum = default;
        for (var row = 0; row < width; row += TLanes.Width)
        {
            sum = TLanes.MultiplyAdd(TLanes.Load(weights + row), TLanes.Load(factors + row), sum);
        }

        return sum;
    }
}
