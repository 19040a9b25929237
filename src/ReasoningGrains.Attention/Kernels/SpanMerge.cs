namespace ReasoningGrains.Attention.Kernels;

/// <summary>Joins the partial results of spans of blocks: the exact softmax over all of them.</summary>
internal static unsafe class SpanMerge
{
    /// <summary>Makes a partial result that of no blocks.</summary>
    /// <param name="partial">[group, 2 + headDim].</param>
    /// <param name="group">Query heads.</param>
    /// <param name="dim">Width of a head.</param>
    public static void Clear(float* partial, int group, int dim)
    {
        new Span<float>(partial, group * (dim + 2)).Clear();
        for (var g = 0; g < group; g++)
        {
            partial[g * (dim + 2)] = float.NegativeInfinity;
        }
    }

    /// <param name="partials">[spans, group, 2 + headDim]: greatest score, sum of exponentials, weighted sum of values.</param>
    /// <param name="spans">How many spans.</param>
    /// <param name="group">Query heads.</param>
    /// <param name="dim">Width of a head.</param>
    /// <param name="result">[group, headDim].</param>
    public static void Join(float* partials, int spans, int group, int dim, Span<float> result)
    {
        var size = group * (dim + 2);
        for (var g = 0; g < group; g++)
        {
            var partial = partials + (g * (dim + 2));
            var greatest = float.NegativeInfinity;
            for (var s = 0; s < spans; s++)
            {
                greatest = MathF.Max(greatest, partial[s * size]);
            }

            var row = result.Slice(g * dim, dim);
            row.Clear();
            var total = 0f;
            for (var s = 0; s < spans; s++)
            {
                if (float.IsNegativeInfinity(partial[s * size]))
                {
                    // Of no blocks: a head may attend fewer than there are spans for.
                    continue;
                }

                var weight = MathF.Exp(partial[s * size] - greatest);
                total += weight * partial[(s * size) + 1];
                System.Numerics.Tensors.TensorPrimitives.MultiplyAdd(new ReadOnlySpan<float>(partial + (s * size) + 2, dim), weight, row, row);
            }

            System.Numerics.Tensors.TensorPrimitives.Divide(row, total, row);
        }
    }
}
