namespace ReasoningGrains.Attention.Kernels;

/// <summary>
/// Rounding that knows the queries (GPTQ, arXiv 2210.17323, with queries for inputs and keys for weights; as Babai's nearest plane, arXiv 2507.18553): channels are rounded one after the other,
/// and each is moved before by what makes up for the errors e of those before it, <c>Σ_j C_ji / C_ii · e_j</c>, where C is the lower Cholesky factor of Σ q·qᵀ.
/// </summary>
internal sealed class KeyFeedback
{
    private KeyFeedback(int[] order, float[] factors) => (Order, Factors) = (order, factors);

    /// <summary>Channels in the order of rounding: those that queries look at most come first, the others make up for them.</summary>
    public int[] Order { get; }

    /// <summary>[channels, channels]: of the i-th in order the factors of the errors of those before it.</summary>
    public float[] Factors { get; }

    /// <param name="moments">[dim, dim] Σ q·qᵀ, the lower triangle.</param>
    /// <param name="dim">Channels.</param>
    /// <returns>Null when there is no finite query but zeros.</returns>
    public static KeyFeedback? Of(ReadOnlySpan<float> moments, int dim)
    {
        var (diagonal, order) = (new float[dim], new int[dim]);
        for (var i = 0; i < dim; i++)
        {
            (diagonal[i], order[i]) = (-moments[(i * dim) + i], i);
        }

        Array.Sort(diagonal, order);
        // Rounded first is what stands last in the triangle.
        if (Cholesky.OfDamped(moments, [.. order.Reverse()]) is not { } c)
        {
            return null;
        }

        var factors = new float[dim * dim];
        for (var i = 0; i < dim; i++)
        {
            for (var j = 0; j < i; j++)
            {
                factors[(i * dim) + j] = (float)(c[dim - 1 - j][dim - 1 - i] / c[dim - 1 - i][dim - 1 - i]);
            }
        }

        return new KeyFeedback(order, factors);
    }
}
