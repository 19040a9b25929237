using System.Runtime.CompilerServices;

namespace ReasoningGrains.Attention.Kernels;

internal sealed unsafe partial class AttentionKernels<TLanes, TPairs, TQuads, THot, TCold>
{
    [SkipLocalsInit]
    public void MeanOfSkimmed(float* greatest, int rows, int blocks, float* mean)
    {
        var width = IAttentionKernels.SkimRow(rows);
        var factors = stackalloc float[width];
        for (var row = 0; row < width; row += TLanes.Width)
        {
            TLanes.Store(ExponentiateRows(greatest + row, width, blocks), factors + row);
        }

        for (var row = 0; row < width; row++)
        {
            factors[row] = row < rows ? 1 / (rows * factors[row]) : 0;
        }

        var block = 0;
        for (; block + 4 <= blocks; block += 4)
        {
            var of = greatest + (block * width);
            TLanes.StoreHorizontalSums(WeighBlock(of, factors, width), WeighBlock(of + width, factors, width), WeighBlock(of + (2 * width), factors, width), WeighBlock(of + (3 * width), factors, width), mean + block);
        }

        for (; block < blocks; block++)
        {
            mean[block] = TLanes.HorizontalSum(WeighBlock(greatest + (block * width), factors, width));
        }
    }

    /// <summary>Replaces the scores of some rows, one in each lane, by e^(score - greatest), and returns the rows' sums.</summary>
    private static TLanes ExponentiateRows(float* scores, int width, int blocks)
    {
        TLanes even = TLanes.Load(scores), odd = even;
        var block = 0;
        for (; block + 2 <= blocks; block += 2)
        {
            even = TLanes.Max(even, TLanes.Load(scores + (block * width)));
            odd = TLanes.Max(odd, TLanes.Load(scores + ((block + 1) * width)));
        }

        var most = TLanes.Max(TLanes.Max(even, odd), TLanes.Load(scores + ((blocks - 1) * width)));
        TLanes sum = default;
        for (block = 0; block < blocks; block++)
        {
            var weight = TLanes.Exp(TLanes.Subtract(TLanes.Load(scores + (block * width)), most));
            TLanes.Store(weight, scores + (block * width));
            sum = TLanes.Add(sum, weight);
        }

        return sum;
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
