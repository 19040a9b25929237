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

    [SkipLocalsInit]
    public void Round(byte* hot, byte* cold, KeyFeedback? feedback)
    {
        var steps = (ushort*)(cold + (dim * Tokens));
        var valueSteps = steps + (2 * dim);
        for (var d = 0; d < dim; d++)
        {
            MeasureKeys(hot, d, steps + d, steps + dim + d);
        }

        RoundKeys(hot, steps, steps + dim, cold, feedback);
        var rows = stackalloc float[2 * dim];
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

    [SkipLocalsInit]
    public void Sketch(byte* hot, byte* sketch, KeySketch by)
    {
        var directions = KeySketch.Directions(dim);
        var levels = stackalloc short[directions * Tokens];
        Span<float> lengths = stackalloc float[Tokens];
        Span<int> tokens = stackalloc int[Tokens];
        lengths.Clear();
        for (var direction = 0; direction < directions; direction++)
        {
            var middle = KeySketch.Highest(direction) / 2f;
            Project(hot, by, direction, levels + (direction * Tokens));
            for (var t = 0; t < Tokens; t++)
            {
                var z = (levels[(direction * Tokens) + t] - middle) * by.Steps[direction];
                lengths[t] += z * z;
            }
        }

        for (var t = 0; t < Tokens; t++)
        {
            tokens[t] = t;
        }

        lengths.Sort(tokens);
        for (var direction = 0; direction < directions; direction++)
        {
            var (row, isUpper) = KeySketch.Place(direction);
            for (var place = 0; place < KeySketch.Tokens; place++)
            {
                var codes = sketch + KeySketch.Index(row, place);
                var level = levels[(direction * Tokens) + tokens[^(place + 1)]];
                *codes = (byte)(isUpper ? *codes | (level << 4) : level);
            }
        }
    }

    /// <summary>Levels of all tokens in one direction.</summary>
    private void Project(byte* hot, KeySketch by, int direction, short* levels)
    {
        for (var t = 0; t < Tokens; t += TLanes.Width)
        {
            var level = TLanes.Broadcast(by.KeyOffsets[direction]);
            for (var d = 0; d < dim; d++)
            {
                level = TLanes.MultiplyAdd(THot.LoadKeys<TLanes>(hot, dim, d, t), TLanes.Broadcast(by.KeyFactors[(direction * dim) + d]), level);
            }

            TLanes.StoreRounded(Clamp(level, KeySketch.Highest(direction)), levels + t);
        }
    }

    [SkipLocalsInit]
    private void MeasureKeys(byte* hot, int d, ushort* step, ushort* middle)
    {
        var keys = stackalloc float[Tokens];
        for (var t = 0; t < Tokens; t += TLanes.Width)
        {
            TLanes.Store(THot.LoadKeys<TLanes>(hot, dim, d, t), keys + t);
        }

        Measure(keys, Tokens, step, middle);
    }

    /// <param name="hot">The head as it was computed.</param>
    /// <param name="steps">[dim] of codes in 4 bits.</param>
    /// <param name="middles">[dim].</param>
    /// <param name="codes">[dim / 2, 32], out: two channels a byte.</param>
    /// <param name="feedback">How errors are made up for; null leaves them.</param>
    [SkipLocalsInit]
    private void RoundKeys(byte* hot, ushort* steps, ushort* middles, byte* codes, KeyFeedback? feedback)
    {
        // What a channel is, and what those before it were rounded off by, in the order of rounding.
        var keys = stackalloc float[Tokens];
        var errors = stackalloc float[dim * Tokens];
        var levels = stackalloc short[dim * Tokens];
        for (var place = 0; place < dim; place++)
        {
            var d = feedback?.Order[place] ?? place;
            for (var t = 0; t < Tokens; t += TLanes.Width)
            {
                TLanes.Store(THot.LoadKeys<TLanes>(hot, dim, d, t), keys + t);
            }

            fixed (float* factors = feedback is null ? default : feedback.Factors.AsSpan(place * dim, place))
            {
                RoundRow(keys, Tokens, Single(steps[d]), Single(middles[d]), factors, feedback is null ? 0 : place, errors, levels + (d * Tokens));
            }
        }

        for (var d = 0; d < dim; d += 2)
        {
            Pack(levels + (d * Tokens), levels + ((d + 1) * Tokens), Tokens, codes + (d / 2 * Tokens));
        }
    }

    /// <summary>Two rows of floats become one row of bytes, the first in the lower halves.</summary>
    [SkipLocalsInit]
    private static void RoundPair(float* rows, int count, byte* codes, ushort* steps, ushort* middles)
    {
        var levels = stackalloc short[2 * count];
        for (var i = 0; i < 2; i++)
        {
            Measure(rows + (i * count), count, steps + i, middles + i);
            RoundRow(rows + (i * count), count, Single(steps[i]), Single(middles[i]), null, 0, null, levels + (i * count));
        }

        Pack(levels, levels + count, count, codes);
    }

    /// <summary>The codes are of the step and the middle as they are kept.</summary>
    private static void Measure(float* row, int count, ushort* step, ushort* middle)
    {
        var values = new Span<float>(row, count);
        var (least, most) = (TensorPrimitives.Min<float>(values), TensorPrimitives.Max<float>(values));
        (*step, *middle) = (Upper((most - least) / Highest), Upper((least + most) / 2));
    }

    /// <summary>Rounds a row, moved before by the errors of those before it.</summary>
    /// <param name="row">[count].</param>
    /// <param name="count">Elements.</param>
    /// <param name="step">From one level to the next.</param>
    /// <param name="middle">Of the levels.</param>
    /// <param name="factors">[before].</param>
    /// <param name="before">Rows whose errors count.</param>
    /// <param name="errors">[before + 1, count], the last one out; null where none are asked for.</param>
    /// <param name="levels">[count], out.</param>
    private static void RoundRow(float* row, int count, float step, float middle, float* factors, int before, float* errors, short* levels)
    {
        TLanes from = TLanes.Broadcast(middle), by = TLanes.Broadcast(step > 0 ? 1 / step : 0), center = TLanes.Broadcast(Highest / 2f);
        for (var c = 0; c < count; c += TLanes.Width)
        {
            var moved = TLanes.Load(row + c);
            for (var i = 0; i < before; i++)
            {
                moved = TLanes.MultiplyAdd(TLanes.Broadcast(factors[i]), TLanes.Load(errors + (i * count) + c), moved);
            }

            // Beyond the levels, and beyond 16 bits, where much is made up for.
            var level = TLanes.MultiplyAdd(TLanes.Subtract(moved, from), by, center);
            TLanes.StoreRounded(Clamp(level, Highest), levels + c);
        }

        for (var c = 0; errors != null && c < count; c++)
        {
            errors[(before * count) + c] = row[c] - (((levels[c] - (Highest / 2f)) * step) + middle);
        }
    }

    /// <summary>From 0 to the highest.</summary>
    private static TLanes Clamp(TLanes level, float highest)
    {
        TLanes zero = default;
        return TLanes.Subtract(zero, TLanes.Max(TLanes.Subtract(zero, TLanes.Max(level, zero)), TLanes.Broadcast(-highest)));
    }

    private static void Pack(short* lower, short* upper, int count, byte* codes)
    {
        var c = 0;
        for (; c + 8 <= count; c += 8)
        {
            Vector128<short> low = Vector128.Load(lower + c), high = Vector128.Load(upper + c);
            Vector64.Narrow((low | (high << 4)).AsUInt16().GetLower(), (low | (high << 4)).AsUInt16().GetUpper()).Store(codes + c);
        }

        for (; c < count; c++)
        {
            codes[c] = (byte)(lower[c] + (16 * upper[c]));
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
