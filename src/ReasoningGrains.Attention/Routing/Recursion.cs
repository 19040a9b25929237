using System.Numerics.Tensors;

namespace ReasoningGrains.Attention.Routing;

/// <summary>
/// The recursion of the attention weights: <c>W_t = α·W_{t-1} + (1-α)·f(context_t)</c>, for one head, a weight a block. A block born since t-1 has W_{t-1} = 0;
/// the first mass of a sequence is taken whole, so that Σ_b W = 1 from then on.
/// </summary>
public static class Recursion
{
    /// <summary>W_t from W_{t-1} and the mass of all blocks.</summary>
    /// <param name="weights">[blocks]: W_{t-1}, becomes W_t.</param>
    /// <param name="mass">[blocks]: f, Σ = 1.</param>
    /// <param name="alpha">In [0, 1).</param>
    public static void Update(Span<float> weights, ReadOnlySpan<float> mass, float alpha)
    {
        var kept = TensorPrimitives.Sum(weights);
        var share = kept > 0 ? 1 - alpha : 1;
        TensorPrimitives.Multiply(weights, alpha, weights);
        TensorPrimitives.MultiplyAdd(mass, share, weights, weights);
    }

    /// <summary>
    /// The same when only some blocks were measured: they share anew what they hold together, and the others keep their weight. Σ_b W does not change.
    /// </summary>
    /// <param name="weights">[blocks]: W_{t-1}, becomes W_t.</param>
    /// <param name="measured">Indices of the measured blocks.</param>
    /// <param name="mass">[measured]: f among them, Σ = 1.</param>
    /// <param name="alpha">In [0, 1).</param>
    public static void Update(Span<float> weights, ReadOnlySpan<int> measured, ReadOnlySpan<float> mass, float alpha)
    {
        var held = 0f;
        foreach (var block in measured)
        {
            held += weights[block];
        }

        var share = held > 0 ? (1 - alpha) * held : 1;
        for (var i = 0; i < measured.Length; i++)
        {
            ref var weight = ref weights[measured[i]];
            weight = (alpha * weight) + (share * mass[i]);
        }
    }
}
