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
