using System.Numerics.Tensors;
using System.Runtime.CompilerServices;

namespace ReasoningGrains.Attention.Kernels;

/// <summary>The lower triangle C with C·Cᵀ = Σ q·qᵀ, by which errors and differences of keys are weighed as the queries see them.</summary>
internal static class Cholesky
{
    /// <summary>Added to the diagonal, in shares of its mean: what is not in the queries seen may be in others.</summary>
    private const double Damping = 0.05;

    /// <param name="moments">[dim, dim] Σ q·qᵀ, the lower triangle.</param>
    /// <param name="order">[dim]: the channel of each row.</param>
    /// <returns>[dim][dim], zeros in the upper triangle; null when there is no finite query but zeros.</returns>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static double[][]? OfDamped(ReadOnlySpan<float> moments, ReadOnlySpan<int> order)
    {
        var (dim, mean) = (order.Length, 0.0);
        for (var i = 0; i < dim; i++)
        {
            mean += moments[(i * dim) + i] / (double)dim;
        }

        if (mean <= 0 || !double.IsFinite(mean))
        {
            return null;
        }

        var c = new double[dim][];
        for (var i = 0; i < dim; i++)
        {
            c[i] = new double[dim];
            for (var j = 0; j <= i; j++)
            {
                var (a, b) = (order[i], order[j]);
                var sum = (double)moments[(Math.Max(a, b) * dim) + Math.Min(a, b)] + (i == j ? Damping * mean : 0);
                sum -= TensorPrimitives.Dot<double>(c[i].AsSpan(0, j), c[j].AsSpan(0, j));
                c[i][j] = i == j ? Math.Sqrt(sum) : sum / c[j][j];
            }
        }

        return c;
    }
}
