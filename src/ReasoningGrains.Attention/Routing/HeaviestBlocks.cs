using System.Numerics.Tensors;

namespace ReasoningGrains.Attention.Routing;

/// <summary>Picks the blocks of largest weight.</summary>
internal static class HeaviestBlocks
{
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

        var copy = scratch[..weights.Length];
        weights.CopyTo(copy);
        var threshold = Largest(copy, picked.Length);
        var above = 0;
        foreach (var weight in weights)
        {
            above += weight > threshold ? 1 : 0;
        }

        var equals = picked.Length - above;
        var at = picked.Length;
        for (var i = weights.Length - 1; i >= 0; i--)
        {
            if (weights[i] > threshold || (weights[i] == threshold && equals-- > 0))
            {
                picked[--at] = first + i;
            }
        }
    }

    /// <summary>Of blocks that were picked keeps the fewest whose weights add up to a share of the sum, and all that weigh as much as the lightest of them, in their order (top-p, as arXiv 2502.02770 does for attention).</summary>
    /// <param name="weights">[blocks].</param>
    /// <param name="first">Index of the first of them.</param>
    /// <param name="picked">Indices; those that are kept move to its front.</param>
    /// <param name="share">1 keeps all that weigh anything.</param>
    /// <param name="scratch">At least as long as what was picked.</param>
    /// <returns>How many are kept; all when none weighs anything.</returns>
    public static int Cover(ReadOnlySpan<float> weights, int first, Span<int> picked, float share, Span<float> scratch)
    {
        var lightest = scratch[..picked.Length];
        for (var i = 0; i < picked.Length; i++)
        {
            lightest[i] = weights[picked[i] - first];
        }

        var spare = (1 - share) * TensorPrimitives.Sum<float>(lightest);
        lightest.Sort();
        var dropped = 0;
        while (dropped < picked.Length && (spare -= lightest[dropped]) >= 0 && lightest[^1] > 0)
        {
            dropped++;
        }

        var least = dropped < picked.Length ? lightest[dropped] : 0;
        var kept = 0;
        foreach (var block in picked)
        {
            if (weights[block - first] >= least)
            {
                picked[kept++] = block;
            }
        }

        return kept;
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
