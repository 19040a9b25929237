using System.Numerics;
using System.Numerics.Tensors;
using System.Runtime.InteropServices;

namespace ReasoningGrains.Attention.Routing;

/// <summary>
/// The recursion of the attention weights: <c>W_t = α·W_{t-1} + (1-α)·f(context_t)</c>, for one head, a weight a block. A block born since t-1 has W_{t-1} = 0;
/// the first mass of a sequence is taken whole, so that Σ_b W = 1 from then on.
/// </summary>
public static class Recursion
{
    /// <summary>Weights below it are none: they would only decay on into numbers that processors are slow with.</summary>
    private const float Least = 1e-12f;

    /// <summary>W_t from W_{t-1} and the mass of all blocks.</summary>
    /// <param name="weights">[blocks]: W_{t-1}, becomes W_t.</param>
    /// <param name="mass">[blocks]: f, Σ = 1.</param>
    /// <param name="alpha">In [0, 1).</param>
    public static void Update(Span<float> weights, ReadOnlySpan<float> mass, float alpha)
    {
        var share = Fade(weights, alpha);
        TensorPrimitives.MultiplyAdd(mass, share, weights, weights);
    }

    /// <summary>The same when only some blocks were measured: the others have no mass.</summary>
    /// <param name="weights">[blocks]: W_{t-1}, becomes W_t.</param>
    /// <param name="measured">Indices of the measured blocks.</param>
    /// <param name="mass">[measured]: f among them, Σ = 1.</param>
    /// <param name="alpha">In [0, 1).</param>
    public static void Update(Span<float> weights, ReadOnlySpan<int> measured, ReadOnlySpan<float> mass, float alpha)
    {
        var share = Fade(weights, alpha);
        for (var i = 0; i < measured.Length; i++)
        {
            weights[measured[i]] += share * mass[i];
        }
    }

    /// <summary>Leaves α of the weights, nothing of those that stopped to count, and returns the share of the mass that is added.</summary>
    private static float Fade(Span<float> weights, float alpha)
    {
        var isAny = weights.Length > 0 && TensorPrimitives.Max<float>(weights) > 0;
        var whole = MemoryMarshal.Cast<float, Vector<float>>(weights);
        foreach (ref var some in whole)
        {
            some = Vector.ConditionalSelect(Vector.LessThan(some, new Vector<float>(Least)), Vector<float>.Zero, alpha * some);
        }

        foreach (ref var weight in weights[(whole.Length * Vector<float>.Count)..])
        {
            weight = weight < Least ? 0 : alpha * weight;
        }

        return isAny ? 1 - alpha : 1;
    }
}
