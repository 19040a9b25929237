using System.Runtime.CompilerServices;

namespace ReasoningGrains.Attention.Kernels;

/// <summary>
/// Scores of many queries and the keys of a few blocks, which are unpacked and rotated once for all queries. Where blocks hold integers both sides are rounded to integers
/// of which two are multiplied and added at once; element i of a head and element i + headDim / 2, which rotate each other, are neighbours.
/// </summary>
internal sealed unsafe partial class AttentionKernels<TLanes, TPairs, TQuads, THot, TCold>
{
    /// <summary>Greatest integer on either side: sums over a head have 32 bits, so where it has 64 elements these have 13 and a half, and the keys of hot blocks 8.</summary>
    private readonly int mostInteger = (int)Math.Min(short.MaxValue, Math.Sqrt(int.MaxValue / shape.HeadDim));

    /// <summary>Rounds queries for products with integers; leaves them where products are of floats.</summary>
    /// <param name="queries">[rows, headDim].</param>
    /// <param name="rows">How many.</param>
    /// <param name="integers">[rows, headDim / 2, 2], out.</param>
    /// <param name="steps">[rows], out: what integers are to be multiplied by.</param>
    private void RoundQueries(float* queries, int rows, short* integers, float* steps)
    {
        var pairs = rotary.Pairs;
        for (var row = 0; row < rows && !THot.IsFloat; row++, queries += dim, integers += dim)
        {
            var magnitude = SixteenBits<TLanes>.Magnitude(queries, dim);
            steps[row] = magnitude / mostInteger;
            var factor = magnitude > 0 ? mostInteger / magnitude : 0;
            var i = 0;
            for (; i + TLanes.Width <= pairs; i += TLanes.Width)
            {
                RoundPairs<TLanes>(queries + i, pairs, factor, integers + (2 * i));
            }

            for (; i < pairs; i++)
            {
                RoundPairs<Lanes1>(queries + i, pairs, factor, integers + (2 * i));
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void RoundPairs<TRegister>(float* query, int pairs, float factor, short* integers)
        where TRegister : unmanaged, ILanes<TRegister>
    {
        var by = TRegister.Broadcast(factor);
        TRegister.StoreRoundedPairs(TRegister.Multiply(TRegister.Load(query), by), TRegister.Multiply(TRegister.Load(query + pairs), by), integers);
    }

    /// <summary>Unpacks the keys of a block, rotated to a block position: integers [headDim / 2, 32, 2], or floats [headDim, 32].</summary>
    /// <param name="cold">How the block is kept.</param>
    /// <param name="head">Address of the head in it.</param>
    /// <param name="block">The position.</param>
    /// <param name="keys">Out.</param>
    /// <param name="pitch">Tokens from one row of them to the next.</param>
    /// <param name="scales">[32], out: what integers are to be multiplied by.</param>
    private void UnpackKeys(bool cold, byte* head, int block, float* keys, int pitch, float* scales)
    {
        if (cold)
        {
            UnpackKeys<TCold>(head, block, keys, pitch, scales);
        }
        else
        {
            UnpackKeys<THot>(head, block, keys, pitch, scales);
        }
    }

    private void UnpackKeys<TElement>(byte* head, int block, float* keys, int pitch, float* scales)
        where TElement : struct, IElement
    {
        var pairs = rotary.Pairs;
        if (THot.IsFloat)
        {
            for (var i = 0; i < pairs; i++)
            {
                TLanes cos = TLanes.Broadcast(rotary.BlockCosines[(block * pairs) + i]), sin = TLanes.Broadcast(rotary.BlockSines[(block * pairs) + i]);
                for (var t = 0; t < Tokens; t += TLanes.Width)
                {
                    TLanes x = TElement.LoadKeys<TLanes>(head, dim, i, t), y = TElement.LoadKeys<TLanes>(head, dim, i + pairs, t);
                    TLanes.Store(TLanes.Subtract(TLanes.Multiply(x, cos), TLanes.Multiply(y, sin)), keys + (i * pitch) + t);
                    TLanes.Store(TLanes.Add(TLanes.Multiply(y, cos), TLanes.Multiply(x, sin)), keys + ((i + pairs) * pitch) + t);
                }
            }

            return;
        }

        // Two elements become √2 times as large at most when they rotate.
        var magnitude = MathF.Sqrt(2) * TElement.LoadKeyScales(head, dim, scales);
        var factor = magnitude > 0 ? mostInteger / magnitude : 0;
        var step = TLanes.Broadcast(magnitude / mostInteger);
        for (var t = 0; t < Tokens; t += TLanes.Width)
        {
            TLanes.Store(TLanes.Multiply(TLanes.Load(scales + t), step), scales + t);
        }

        for (var i = 0; i < pairs; i++)
        {
            TLanes cos = TLanes.Broadcast(factor * rotary.BlockCosines[(block * pairs) + i]), sin = TLanes.Broadcast(factor * rotary.BlockSines[(block * pairs) + i]);
            for (var t = 0; t < Tokens; t += TLanes.Width)
            {
                TLanes x = TElement.LoadLevels<TLanes>(head, dim, i, t), y = TElement.LoadLevels<TLanes>(head, dim, i + pairs, t);
                TLanes.StoreRoundedPairs(TLanes.Subtract(TLanes.Multiply(x, cos), TLanes.Multiply(y, sin)), TLanes.MultiplyAdd(y, cos, TLanes.Multiply(x, sin)), (short*)(keys + (i * pitch) + t));
            }
        }
    }

    /// <summary>The scores of queries and unpacked keys.</summary>
    /// <param name="queries">[rows, headDim], for products of floats.</param>
    /// <param name="integers">Of the queries, [rows, headDim / 2, 2].</param>
    /// <param name="steps">[rows].</param>
    /// <param name="rows">How many.</param>
    /// <param name="keys">As unpacked, <paramref name="width"/> tokens a row.</param>
    /// <param name="scales">[width].</param>
    /// <param name="width">Tokens.</param>
    /// <param name="scores">[rows, width], out.</param>
    private void ScoreUnpacked(float* queries, short* integers, float* steps, int rows, float* keys, float* scales, int width, float* scores)
    {
        var address = (nint)keys;
        if (THot.IsFloat)
        {
            new Span<float>(scores, rows * width).Clear();
            Products<FloatTerms<TLanes>>.Multiply((byte*)queries, dim, &address, dim, dim, width, scores, width, rows);
            return;
        }

        Products<Words<TPairs>>.Multiply((byte*)integers, dim / 2, &address, dim / 2, dim / 2, width, scores, width, rows);
        for (var row = 0; row < rows; row++, scores += width)
        {
            var step = TLanes.Broadcast(steps[row]);
            for (var t = 0; t < width; t += TLanes.Width)
            {
                TLanes.Store(TLanes.Multiply(TLanes.Load(scores + t), TLanes.Multiply(TLanes.Load(scales + t), step)), scores + t);
            }
        }
    }
}
