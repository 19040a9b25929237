using System.Numerics.Tensors;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using ReasoningGrains.Attention.Blocks;

namespace ReasoningGrains.Attention.Kernels;

/// <inheritdoc/>
internal sealed unsafe class Int4Rounding<TLanes, THot>(int dim) : IBlockRounding
    where TLanes : unmanaged, ILanes<TLanes>
    where THot : struct, IElement
{
    private const int Tokens = KvShape.BlockTokens;
    private const int Highest = 15;
    private const float Middle = 7.5f;

    [SkipLocalsInit]
    public void Round(byte* hot, byte* cold, byte* sketch)
    {
        var steps = (ushort*)(cold + (dim * Tokens));
        var valueSteps = steps + (2 * dim);
        var rows = stackalloc float[2 * Math.Max(dim, Tokens)];
        for (var d = 0; d < dim; d += 2)
        {
            for (var i = 0; i < 2; i++)
            {
                for (var t = 0; t < Tokens; t += TLanes.Width)
                {
                    TLanes.Store(THot.LoadKeys<TLanes>(hot, dim, d + i, t), rows + (i * Tokens) + t);
                }
            }

            RoundPair(rows, Tokens, cold + (d / 2 * Tokens), steps + d, steps + dim + d);
        }

        new Span<ushort>(steps + dim, dim).CopyTo(new Span<ushort>(sketch, dim));
        SignSketch.Write(cold, dim, sketch + (dim * sizeof(ushort)));
        for (var t = 0; t < Tokens; t += 2)
        {
            for (var i = 0; i < 2; i++)
            {
                for (var d = 0; d < dim; d += TLanes.Width)
                {
                    TLanes.Store(THot.LoadValue<TLanes>(hot, dim, t + i, d), rows + (i * dim) + d);
                }
            }

            RoundPair(rows, dim, cold + (dim * Tokens / 2) + (t / 2 * dim), valueSteps + t, valueSteps + Tokens + t);
        }
    }

    /// <summary>Two rows of floats become one row of bytes, the first in the lower halves.</summary>
    [SkipLocalsInit]
    private static void RoundPair(float* rows, int count, byte* codes, ushort* steps, ushort* middles)
    {
        var levels = stackalloc short[2 * count];
        for (var i = 0; i < 2; i++)
        {
            var row = new Span<float>(rows + (i * count), count);
            var (least, most) = (TensorPrimitives.Min<float>(row), TensorPrimitives.Max<float>(row));
            // The codes are of the step and the middle as they are kept.
            (steps[i], middles[i]) = (Upper((most - least) / Highest), Upper((least + most) / 2));
            var step = Single(steps[i]);
            TLanes from = TLanes.Broadcast(Single(middles[i])), factor = TLanes.Broadcast(step > 0 ? 1 / step : 0), middle = TLanes.Broadcast(Middle);
            for (var c = 0; c < count; c += TLanes.Width)
            {
                TLanes.StoreRounded(TLanes.MultiplyAdd(TLanes.Subtract(TLanes.Load(rows + (i * count) + c), from), factor, middle), levels + (i * count) + c);
            }
        }

        Pack(levels, levels + count, count, codes);
    }

    private static void Pack(short* lower, short* upper, int count, byte* codes)
    {
        Vector128<short> least = Vector128<short>.Zero, most = Vector128.Create((short)Highest);
        var c = 0;
        for (; c + 8 <= count; c += 8)
        {
            var low = Vector128.Clamp(Vector128.Load(lower + c), least, most);
            var high = Vector128.Clamp(Vector128.Load(upper + c), least, most);
            Vector64.Narrow((low | (high << 4)).AsUInt16().GetLower(), (low | (high << 4)).AsUInt16().GetUpper()).Store(codes + c);
        }

        for (; c < count; c++)
        {
            codes[c] = (byte)(Math.Clamp((int)lower[c], 0, Highest) + (16 * Math.Clamp((int)upper[c], 0, Highest)));
        }
    }

    /// <summary>The nearest bfloat16.</summary>
    private static ushort Upper(float value)
    {
        var bits = BitConverter.SingleToUInt32Bits(value);
        return (ushort)((bits + 0x7FFF + ((bits >> 16) & 1)) >> 16);
    }

    private static float Single(ushort upper) => BitConverter.UInt32BitsToSingle((uint)upper << 16);
}
