using System.Runtime.CompilerServices;
using ReasoningGrains.Attention.Blocks;

namespace ReasoningGrains.Attention.Kernels;

/// <summary>The two products of attention over one block, for up to four query rows that share its keys and values.</summary>
internal static unsafe class Products<TLanes, TElement>
    where TLanes : unmanaged, ILanes<TLanes>
    where TElement : struct, IElement
{
    /// <summary>scores[r, t] = Σ_d queries[r, d] · keys[d, t].</summary>
    /// <param name="queries">[rows, headDim].</param>
    /// <param name="headDim">Width of a head.</param>
    /// <param name="keys">[headDim, 32], without scales.</param>
    /// <param name="scores">[rows, 32], rows <paramref name="stride"/> floats apart.</param>
    /// <param name="stride">Floats from one row of scores to the next.</param>
    /// <param name="rows">How many rows.</param>
    public static void Scores(float* queries, int headDim, byte* keys, float* scores, int stride, int rows)
    {
        for (; rows >= 4; rows -= 4, queries += 4 * headDim, scores += 4 * stride)
        {
            Scores<Rows4>(queries, headDim, keys, scores, stride);
        }

        switch (rows)
        {
            case 3: Scores<Rows3>(queries, headDim, keys, scores, stride); break;
            case 2: Scores<Rows2>(queries, headDim, keys, scores, stride); break;
            case 1: Scores<Rows1>(queries, headDim, keys, scores, stride); break;
        }
    }

    /// <summary>sums[r, d] += Σ_t weights[r, t] · values[t, d].</summary>
    /// <param name="weights">[rows, blocks · 32], rows <paramref name="stride"/> floats apart.</param>
    /// <param name="stride">Floats from one row of weights to the next.</param>
    /// <param name="values">Address of the [32, headDim] values of each block.</param>
    /// <param name="blocks">How many blocks.</param>
    /// <param name="tokens">Tokens over all blocks; all but the last block are full.</param>
    /// <param name="headDim">Width of a head.</param>
    /// <param name="sums">[rows, headDim], rows <paramref name="sumStride"/> floats apart.</param>
    /// <param name="sumStride">Floats from one row of sums to the next.</param>
    /// <param name="rows">How many rows.</param>
    public static void Accumulate(float* weights, int stride, nint* values, int blocks, int tokens, int headDim, float* sums, int sumStride, int rows)
    {
        for (; rows >= 4; rows -= 4, weights += 4 * stride, sums += 4 * sumStride)
        {
            Accumulate<Rows4>(weights, stride, values, blocks, tokens, headDim, sums, sumStride);
        }

        switch (rows)
        {
            case 3: Accumulate<Rows3>(weights, stride, values, blocks, tokens, headDim, sums, sumStride); break;
            case 2: Accumulate<Rows2>(weights, stride, values, blocks, tokens, headDim, sums, sumStride); break;
            case 1: Accumulate<Rows1>(weights, stride, values, blocks, tokens, headDim, sums, sumStride); break;
        }
    }

    private static void Scores<TRows>(float* queries, int headDim, byte* keys, float* scores, int stride)
        where TRows : struct, IRows
    {
        for (var t = 0; t < KvShape.BlockTokens; t += 2 * TLanes.Width)
        {
            TLanes a0 = default, a1 = default, b0 = default, b1 = default, c0 = default, c1 = default, e0 = default, e1 = default;
            for (var d = 0; d < headDim; d++)
            {
                var k0 = TElement.Load<TLanes>(keys, (d * KvShape.BlockTokens) + t);
                var k1 = TElement.Load<TLanes>(keys, (d * KvShape.BlockTokens) + t + TLanes.Width);
                Step(queries + d, k0, k1, ref a0, ref a1);
                if (TRows.Count > 1)
                {
                    Step(queries + headDim + d, k0, k1, ref b0, ref b1);
                }

                if (TRows.Count > 2)
                {
                    Step(queries + (2 * headDim) + d, k0, k1, ref c0, ref c1);
                }

                if (TRows.Count > 3)
                {
                    Step(queries + (3 * headDim) + d, k0, k1, ref e0, ref e1);
                }
            }

            StorePair(scores + t, a0, a1);
            if (TRows.Count > 1)
            {
                StorePair(scores + stride + t, b0, b1);
            }

            if (TRows.Count > 2)
            {
                StorePair(scores + (2 * stride) + t, c0, c1);
            }

            if (TRows.Count > 3)
            {
                StorePair(scores + (3 * stride) + t, e0, e1);
            }
        }
    }

    private static void Accumulate<TRows>(float* weights, int stride, nint* values, int blocks, int tokens, int headDim, float* sums, int sumStride)
        where TRows : struct, IRows
    {
        // As many registers of a head's width at a time as the processor has room for; sums stay in them over all blocks.
        var wide = TLanes.Registers >= 32 || TRows.Count < 4;
        var columns = (wide ? 4 : 2) * TLanes.Width;
        var d = 0;
        for (; d + columns <= headDim; d += columns)
        {
            Quad<TLanes> a = default, b = default, c = default, e = default;
            a.Load(sums + d, wide);
            if (TRows.Count > 1)
            {
                b.Load(sums + sumStride + d, wide);
            }

            if (TRows.Count > 2)
            {
                c.Load(sums + (2 * sumStride) + d, wide);
            }

            if (TRows.Count > 3)
            {
                e.Load(sums + (3 * sumStride) + d, wide);
            }

            for (var block = 0; block < blocks; block++)
            {
                var value = (byte*)values[block];
                var count = Math.Min(KvShape.BlockTokens, tokens - (block * KvShape.BlockTokens));
                var weight = weights + (block * KvShape.BlockTokens);
                for (var t = 0; t < count; t++)
                {
                    var at = (t * headDim) + d;
                    var wa = TLanes.Broadcast(weight[t]);
                    var wb = TRows.Count > 1 ? TLanes.Broadcast(weight[stride + t]) : default;
                    var wc = TRows.Count > 2 ? TLanes.Broadcast(weight[(2 * stride) + t]) : default;
                    var we = TRows.Count > 3 ? TLanes.Broadcast(weight[(3 * stride) + t]) : default;
                    var v = TElement.Load<TLanes>(value, at);
                    Step<TRows>(v, wa, wb, wc, we, ref a.R0, ref b.R0, ref c.R0, ref e.R0);
                    v = TElement.Load<TLanes>(value, at + TLanes.Width);
                    Step<TRows>(v, wa, wb, wc, we, ref a.R1, ref b.R1, ref c.R1, ref e.R1);
                    if (wide)
                    {
                        v = TElement.Load<TLanes>(value, at + (2 * TLanes.Width));
                        Step<TRows>(v, wa, wb, wc, we, ref a.R2, ref b.R2, ref c.R2, ref e.R2);
                        v = TElement.Load<TLanes>(value, at + (3 * TLanes.Width));
                        Step<TRows>(v, wa, wb, wc, we, ref a.R3, ref b.R3, ref c.R3, ref e.R3);
                    }
                }
            }

            a.Store(sums + d, wide);
            if (TRows.Count > 1)
            {
                b.Store(sums + sumStride + d, wide);
            }

            if (TRows.Count > 2)
            {
                c.Store(sums + (2 * sumStride) + d, wide);
            }

            if (TRows.Count > 3)
            {
                e.Store(sums + (3 * sumStride) + d, wide);
            }
        }

        for (; d < headDim; d += TLanes.Width)
        {
            for (var row = 0; row < TRows.Count; row++)
            {
                var sum = TLanes.Load(sums + (row * sumStride) + d);
                for (var t = 0; t < tokens; t++)
                {
                    var v = TElement.Load<TLanes>((byte*)values[t / KvShape.BlockTokens], (t % KvShape.BlockTokens * headDim) + d);
                    sum = TLanes.MultiplyAdd(TLanes.Broadcast(weights[(row * stride) + t]), v, sum);
                }

                TLanes.Store(sum, sums + (row * sumStride) + d);
            }
        }
    }

    /// <summary>One register of values for all rows: each value is loaded once.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Step<TRows>(TLanes v, TLanes wa, TLanes wb, TLanes wc, TLanes we, ref TLanes a, ref TLanes b, ref TLanes c, ref TLanes e)
        where TRows : struct, IRows
    {
        a = TLanes.MultiplyAdd(wa, v, a);
        if (TRows.Count > 1)
        {
            b = TLanes.MultiplyAdd(wb, v, b);
        }

        if (TRows.Count > 2)
        {
            c = TLanes.MultiplyAdd(wc, v, c);
        }

        if (TRows.Count > 3)
        {
            e = TLanes.MultiplyAdd(we, v, e);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Step(float* query, TLanes k0, TLanes k1, ref TLanes sum0, ref TLanes sum1)
    {
        var q = TLanes.Broadcast(*query);
        sum0 = TLanes.MultiplyAdd(q, k0, sum0);
        sum1 = TLanes.MultiplyAdd(q, k1, sum1);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void StorePair(float* destination, TLanes low, TLanes high)
    {
        TLanes.Store(low, destination);
        TLanes.Store(high, destination + TLanes.Width);
    }
}
