using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using ReasoningGrains.Attention.Kernels;

namespace ReasoningGrains.Attention.Linear;

/// <summary>Products with a panel: a lane is an output, four inputs are multiplied and added at once, and the levels of a block stay in registers for four rows.</summary>
internal sealed unsafe class Int4Kernel<TLanes, TQuads> : IInt4Kernel
    where TLanes : unmanaged, ILanes<TLanes>
    where TQuads : unmanaged, IQuads<TQuads>
{
    private const int Outputs = Int4Panel.Outputs;
    private const int BlockSize = Int4Panel.BlockSize;
    private const int LineBytes = Int4Panel.LineBytes;
    private const int TileRows = 4;

    /// <summary>Bytes from the request for memory to its use where it is used but once.</summary>
    private const int Ahead = 2048;

    [SkipLocalsInit]
    public void Round(float* input, int blocks, sbyte* integers, float* factors)
    {
        var rounded = stackalloc short[BlockSize];
        for (var block = 0; block < blocks; block++, input += BlockSize, integers += BlockSize, factors += RowFactors.Count)
        {
            var step = SixteenBits<TLanes>.Round(input, BlockSize, BlockSize, SixteenBits<TLanes>.Magnitude(input, BlockSize), rounded, sbyte.MaxValue);
            var (lower, upper) = (Vector256.Load(rounded), Vector256.Load(rounded + Vector256<short>.Count));
            Vector256.Narrow(lower, upper).Store(integers);
            factors[RowFactors.Step] = step;
            factors[RowFactors.OfMiddle] = -Int4Panel.Middle * step * Vector256.Sum(lower + upper);
            factors[RowFactors.Sum] = Sum(input);
        }
    }

    public void Apply(byte* panel, int blocks, sbyte* integers, float* factors, int rows, float* results, nint stride)
    {
        var row = 0;
        for (; row + TileRows <= rows; row += TileRows)
        {
            Apply<Count4>(panel, blocks, integers, factors, results, stride);
            integers += TileRows * blocks * BlockSize;
            factors += TileRows * blocks * RowFactors.Count;
            results += TileRows * stride;
        }

        for (; row < rows; row++)
        {
            Apply<Count1>(panel, blocks, integers, factors, results, stride);
            integers += blocks * BlockSize;
            factors += blocks * RowFactors.Count;
            results += stride;
        }
    }

    private static float Sum(float* input)
    {
        TLanes sum = default;
        for (var i = 0; i < BlockSize; i += TLanes.Width)
        {
            sum = TLanes.Add(sum, TLanes.Load(input + i));
        }

        return TLanes.HorizontalSum(sum);
    }

    /// <summary>The results of so many rows. A method of its own, as the loops of <see cref="Products{TTerms}"/> must be.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Apply<TRows>(byte* panel, int blocks, sbyte* integers, float* factors, float* results, nint stride)
        where TRows : struct, ICount
    {
        var (perRow, perFactors) = ((nint)blocks * BlockSize, (nint)blocks * RowFactors.Count);
        for (var output = 0; output < Outputs; output += TLanes.Width)
        {
            TLanes sum0 = default, sum1 = default, sum2 = default, sum3 = default;
            SumOffsets<TRows>(panel, output, blocks, factors, ref sum0, ref sum1, ref sum2, ref sum3);
            var at = panel + Int4Panel.LevelsAt(blocks) + (output * 4);
            sbyte* x = integers, end = integers + perRow;
            for (var f = factors; x < end; at += Int4Panel.BlockBytes, x += BlockSize, f += RowFactors.Count)
            {
                if (TRows.Value == 1 && output == 0)
                {
                    Ask(at + Ahead);
                }

                TQuads a = TQuads.Load(at), b = TQuads.Load(at + LineBytes), c = TQuads.Load(at + (2 * LineBytes)), d = TQuads.Load(at + (3 * LineBytes));
                TQuads a0 = TQuads.LowerHalves(a), a1 = TQuads.UpperHalves(a), b0 = TQuads.LowerHalves(b), b1 = TQuads.UpperHalves(b);
                TQuads c0 = TQuads.LowerHalves(c), c1 = TQuads.UpperHalves(c), d0 = TQuads.LowerHalves(d), d1 = TQuads.UpperHalves(d);
                var scale = TLanes.Load((float*)(at + (4 * LineBytes)));
                sum0 = Add(a0, a1, b0, b1, c0, c1, d0, d1, x, f, scale, sum0);
                if (TRows.Value > 1)
                {
                    sum1 = Add(a0, a1, b0, b1, c0, c1, d0, d1, x + perRow, f + perFactors, scale, sum1);
                    sum2 = Add(a0, a1, b0, b1, c0, c1, d0, d1, x + (2 * perRow), f + (2 * perFactors), scale, sum2);
                    sum3 = Add(a0, a1, b0, b1, c0, c1, d0, d1, x + (3 * perRow), f + (3 * perFactors), scale, sum3);
                }
            }

            TLanes.Store(sum0, results + output);
            if (TRows.Value > 1)
            {
                TLanes.Store(sum1, results + stride + output);
                TLanes.Store(sum2, results + (2 * stride) + output);
                TLanes.Store(sum3, results + (3 * stride) + output);
            }
        }
    }

    /// <summary>sums = scale · Σ offset of a block · sum of its inputs.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void SumOffsets<TRows>(byte* panel, int output, int blocks, float* factors, ref TLanes sum0, ref TLanes sum1, ref TLanes sum2, ref TLanes sum3)
        where TRows : struct, ICount
    {
        var (scale, perRow) = (TLanes.Load((float*)panel + output), (nint)blocks * RowFactors.Count);
        var at = (short*)(panel + LineBytes) + output;
        TLanes s0 = default, s1 = default, s2 = default, s3 = default;
        for (float* sum = factors + RowFactors.Sum, end = sum + perRow; sum < end; at += Outputs, sum += RowFactors.Count)
        {
            var offsets = TLanes.LoadShorts(at);
            s0 = TLanes.MultiplyAdd(offsets, TLanes.Broadcast(*sum), s0);
            if (TRows.Value > 1)
            {
                s1 = TLanes.MultiplyAdd(offsets, TLanes.Broadcast(sum[perRow]), s1);
                s2 = TLanes.MultiplyAdd(offsets, TLanes.Broadcast(sum[2 * perRow]), s2);
                s3 = TLanes.MultiplyAdd(offsets, TLanes.Broadcast(sum[3 * perRow]), s3);
            }
        }

        sum0 = TLanes.Multiply(s0, scale);
        if (TRows.Value > 1)
        {
            (sum1, sum2, sum3) = (TLanes.Multiply(s1, scale), TLanes.Multiply(s2, scale), TLanes.Multiply(s3, scale));
        }
    }

    /// <summary>sums + scale · (step · levels · integers + what the middle adds), of a block.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TLanes Add(TQuads a0, TQuads a1, TQuads b0, TQuads b1, TQuads c0, TQuads c1, TQuads d0, TQuads d1, sbyte* x, float* factors, TLanes scale, TLanes sums)
    {
        var sum = TQuads.MultiplyAdd(a0, TQuads.Broadcast(x), default);
        sum = TQuads.MultiplyAdd(a1, TQuads.Broadcast(x + 4), sum);
        sum = TQuads.MultiplyAdd(b0, TQuads.Broadcast(x + 8), sum);
        sum = TQuads.MultiplyAdd(b1, TQuads.Broadcast(x + 12), sum);
        sum = TQuads.MultiplyAdd(c0, TQuads.Broadcast(x + 16), sum);
        sum = TQuads.MultiplyAdd(c1, TQuads.Broadcast(x + 20), sum);
        sum = TQuads.MultiplyAdd(d0, TQuads.Broadcast(x + 24), sum);
        sum = TQuads.MultiplyAdd(d1, TQuads.Broadcast(x + 28), sum);
        var product = Unsafe.BitCast<TQuads, TLanes>(TQuads.ToSingle(TQuads.Total(sum)));
        product = TLanes.MultiplyAdd(product, TLanes.Broadcast(factors[RowFactors.Step]), TLanes.Broadcast(factors[RowFactors.OfMiddle]));
        return TLanes.MultiplyAdd(product, scale, sums);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Ask(byte* block)
    {
        for (var line = 0; line <= Int4Panel.Lines; line++)
        {
            Prefetch.Line(block + (line * LineBytes));
        }
    }
}
