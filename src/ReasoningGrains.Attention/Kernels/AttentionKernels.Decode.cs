using System.Runtime.CompilerServices;
using ReasoningGrains.Attention.Blocks;

namespace ReasoningGrains.Attention.Kernels;

internal sealed unsafe partial class AttentionKernels<TLanes, TElement>
{
    [SkipLocalsInit]
    public void Decode(float* queries, in BlockSpan span, float* partial)
    {
        var stride = span.Blocks * Tokens;
        var scores = stackalloc float[group * stride];
        var rotated = stackalloc float[group * dim];
        var magnitudes = stackalloc float[group];
        var prepared = stackalloc byte[TElement.PreparedBytes(group * Math.Max(dim, stride))];
        var values = stackalloc nint[span.Blocks];
        for (var row = 0; row < group; row++)
        {
            magnitudes[row] = RotatedMagnitude(queries + (row * dim));
        }

        for (var block = 0; block < span.Blocks; block++)
        {
            var head = (byte*)span.Heads[block];
            values[block] = (nint)(head + valuesOffset);
            if (block + 1 < span.Blocks)
            {
                Prefetch.Range((byte*)span.Heads[block + 1], valuesOffset);
            }

            // The values are read after all keys of the span: they come while the scores are computed.
            Prefetch.Range(head + valuesOffset, valuesOffset);
            RotateByBlocks(queries, rotated, group, span.Distances[block]);
            TElement.Prepare<TLanes>(rotated, dim, dim, group, magnitudes, prepared);
            TElement.Multiply<TLanes>(prepared, dim, magnitudes, span.Heads + block, dim, dim, Tokens, (float*)(head + scalesOffset), scores + (block * Tokens), stride, group);
        }

        for (var row = 0; row < group; row++)
        {
            var result = partial + (row * (dim + 2));
            result[0] = Greatest(scores + (row * stride), span.Tokens);
            result[1] = Exponentiate(scores + (row * stride), span.Tokens, result[0]);
            result[0] += span.Bias;
        }

        for (var block = 0; block < span.Blocks; block++)
        {
            Scale(scores + (block * Tokens), stride, group, (float*)((byte*)span.Heads[block] + scalesOffset) + Tokens);
        }

        for (var row = 0; row < group; row++)
        {
            magnitudes[row] = Magnitude(scores + (row * stride), span.Tokens);
        }

        TElement.Prepare<TLanes>(scores, stride, span.Tokens, group, magnitudes, prepared);
        TElement.Multiply<TLanes>(prepared, stride, magnitudes, values, Tokens, span.Tokens, dim, null, partial + 2, dim + 2, group);
    }

    /// <summary>What no element of a query exceeds however it is rotated.</summary>
    private float RotatedMagnitude(float* query)
    {
        var half = query + rotary.Pairs;
        var squares = TLanes.Broadcast(0);
        var i = 0;
        for (; i + TLanes.Width <= rotary.Pairs; i += TLanes.Width)
        {
            TLanes x = TLanes.Load(query + i), y = TLanes.Load(half + i);
            squares = TLanes.Max(squares, TLanes.MultiplyAdd(x, x, TLanes.Multiply(y, y)));
        }

        var most = TLanes.HorizontalMax(squares);
        for (; i < rotary.Pairs; i++)
        {
            most = MathF.Max(most, (query[i] * query[i]) + (half[i] * half[i]));
        }

        return MathF.Sqrt(most);
    }

    private static float Magnitude(float* values, int count)
    {
        TLanes zero = default, most = default;
        var i = 0;
        for (; i + TLanes.Width <= count; i += TLanes.Width)
        {
            var value = TLanes.Load(values + i);
            most = TLanes.Max(most, TLanes.Max(value, TLanes.Subtract(zero, value)));
        }

        var greatest = TLanes.HorizontalMax(most);
        for (; i < count; i++)
        {
            greatest = MathF.Max(greatest, MathF.Abs(values[i]));
        }

        return greatest;
    }

    private void RotateByBlocks(float* source, float* destination, int rows, int blocks)
    {
        fixed (float* cosines = &rotary.BlockCosines[blocks * rotary.Pairs], sines = &rotary.BlockSines[blocks * rotary.Pairs])
        {
            for (var row = 0; row < rows; row++)
            {
                Rotation<TLanes>.Rotate(source + (row * dim), destination + (row * dim), cosines, sines, rotary.Pairs);
            }
        }
    }

    /// <summary>Multiplies each row of 32 by the tokens' scales.</summary>
    private static void Scale(float* rows, int stride, int count, float* scales)
    {
        for (var row = 0; row < count; row++)
        {
            for (var t = 0; t < Tokens; t += TLanes.Width)
            {
                var place = rows + (row * stride) + t;
                TLanes.Store(TLanes.Multiply(TLanes.Load(place), TLanes.Load(scales + t)), place);
            }
        }
    }

    private static float Greatest(float* scores, int count)
    {
        var most = TLanes.Broadcast(float.NegativeInfinity);
        var t = 0;
        for (; t + TLanes.Width <= count; t += TLanes.Width)
        {
            most = TLanes.Max(most, TLanes.Load(scores + t));
        }

        var greatest = TLanes.HorizontalMax(most);
        for (; t < count; t++)
        {
            greatest = MathF.Max(greatest, scores[t]);
        }

        return greatest;
    }

    /// <summary>Replaces scores by e^(score - greatest), zeroes what follows up to the block's end, and returns the sum.</summary>
    private static float Exponentiate(float* scores, int count, float greatest)
    {
        var end = (count + Tokens - 1) / Tokens * Tokens;
        for (var t = count; t < end; t++)
        {
            scores[t] = float.NegativeInfinity;
        }

        var most = TLanes.Broadcast(greatest);
        TLanes sum = default;
        for (var t = 0; t < end; t += TLanes.Width)
        {
            var weight = TLanes.Exp(TLanes.Subtract(TLanes.Load(scores + t), most));
            TLanes.Store(weight, scores + t);
            sum = TLanes.Add(sum, weight);
        }

        return TLanes.HorizontalSum(sum);
    }
}
