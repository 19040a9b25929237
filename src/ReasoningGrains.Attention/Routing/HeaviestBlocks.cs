using System.Numerics;
using System.Numerics.Tensors;

namespace ReasoningGrains.Attention.Routing;

/// <summary>Picks the blocks of largest weight.</summary>
internal static class HeaviestBlocks
{
    /// <summary>A part of fewer blocks is not worth a maximum of its own.</summary>
    private const int LeastPart = 8;

    /// <summary>Writes the indices of the heaviest blocks, ascending; of equal weights the later block wins.</summary>
    /// <param name="weights">[blocks].</param>
    /// <param name="first">Index of the first of them.</param>
    /// <param name="picked">Filled whole; at most as long as the weights.</param>
    /// <param name="scratch">At least as long as the weights.</param>
    public static void Pick(ReadOnlySpan<float> weights, int first, Span<int> picked, Span<float> scratch)
    {
        if (picked.Length == 0)
        {
            return;
        }

        var kept = KeepLarge(weights, picked.Length, scratch, out var bound);
        // As many as are wanted are no less than the bound.
        var threshold = kept < picked.Length ? bound : Largest(scratch[..kept], picked.Length);
        var equals = picked.Length;
        foreach (var weight in scratch[..kept])
        {
            equals -= weight > threshold ? 1 : 0;
        }

        var at = picked.Length;
        for (var end = weights.Length; end > 0 && at > 0;)
        {
            var from = Math.Max(0, end - Vector<float>.Count);
            // Few are among many: most registers hold none.
            if (end - from < Vector<float>.Count || Vector.GreaterThanOrEqualAny(new Vector<float>(weights[from..]), new Vector<float>(threshold)))
            {
                for (var i = end - 1; i >= from && at > 0; i--)
                {
                    if (weights[i] > threshold || (weights[i] == threshold && equals-- > 0))
                    {
                        picked[--at] = first + i;
                    }
                }
            }

            end = from;
        }
    }

    /// <summary>Leaves out the lightest of picked blocks, as many as the others cover a share without; those that stay move to the end, in their order.</summary>
    /// <param name="weights">[blocks].</param>
    /// <param name="first">Index of the first of them.</param>
    /// <param name="picked">Indices, ascending.</param>
    /// <param name="share">Of all weight; with 1 none is left out, nor when nothing weighs anything.</param>
    /// <param name="besides">Weight of blocks that stay whatever they weigh.</param>
    /// <param name="scratch">At least as long as what was picked.</param>
    /// <returns>How many are left out; of equal weights the earlier blocks are.</returns>
    public static int LeaveOut(ReadOnlySpan<float> weights, int first, Span<int> picked, float share, float besides, Span<float> scratch)
    {
        var lightest = scratch[..picked.Length];
        for (var i = 0; i < picked.Length; i++)
        {
            lightest[i] = weights[picked[i] - first];
        }

        lightest.Sort();
        var (omitted, spare) = (0, (1 - share) * (TensorPrimitives.Sum<float>(lightest) + besides));
        while (omitted < picked.Length && (spare -= lightest[omitted]) > 0)
        {
            omitted++;
        }

        if (omitted == picked.Length)
        {
            return omitted;
        }

        var threshold = lightest[omitted];
        var equals = lightest[omitted..].LastIndexOf(threshold) + 1;
        var at = picked.Length;
        for (var i = picked.Length - 1; at > omitted; i--)
        {
            var weight = weights[picked[i] - first];
            if (weight > threshold || (weight == threshold && equals-- > 0))
            {
                picked[--at] = picked[i];
            }
        }

        return omitted;
    }

    /// <summary>Copies the weights above a bound that at least so many reach: the count-th largest of the greatest weights of twice as many parts.</summary>
    private static int KeepLarge(ReadOnlySpan<float> weights, int count, Span<float> kept, out float bound)
    {
        bound = float.NegativeInfinity;
        if (weights.Length / (2 * count) is >= LeastPart and var part)
        {
            for (var i = 0; i < 2 * count; i++)
            {
                kept[i] = TensorPrimitives.Max(weights.Slice(i * part, part));
            }

            bound = Largest(kept[..(2 * count)], count);
        }

        var (at, from) = (0, 0);
        for (; from + Vector<float>.Count <= weights.Length; from += Vector<float>.Count)
        {
            if (Vector.GreaterThanAny(new Vector<float>(weights[from..]), new Vector<float>(bound)))
            {
                at = KeepAbove(bound, weights.Slice(from, Vector<float>.Count), kept, at);
            }
        }

        return KeepAbove(bound, weights[from..], kept, at);
    }

    private static int KeepAbove(float bound, ReadOnlySpan<float> weights, Span<float> kept, int at)
    {
        foreach (var weight in weights)
        {
            kept[at] = weight;
            at += weight > bound ? 1 : 0;
        }

        return at;
    }

    /// <summary>The count-th largest value (Hoare's quickselect).</summary>
    private static float Largest(Span<float> values, int count)
    {
        var (low, high, wanted) = (0, values.Length - 1, count - 1);
        while (low < high)
        {
            var pivot = values[(low + high) / 2];
            var (i, j) = (low, high);
            while (i <= j)
            {
                while (values[i] > pivot)
                {
                    i++;
                }

                while (values[j] < pivot)
                {
                    j--;
                }

                if (i <= j)
                {
                    (values[i], values[j]) = (values[j], values[i]);
                    i++;
                    j--;
                }
            }

            if (wanted <= j)
            {
                high = j;
            }
            else if (wanted >= i)
            {
                low = i;
            }
            else
            {
                break;
            }
        }

        return values[wanted];
    }
}
