using TorchSharp;
using static TorchSharp.torch;

namespace ReasoningGrains.Training.Optimization;

/// <summary>Bounds a step by the length of the whole gradient (Pascanu et al. 2013).</summary>
internal static class GradientClipping
{
    /// <summary>Shortens the gradient where it is longer than allowed.</summary>
    /// <returns>Its length before.</returns>
    public static double Clip(Tensor gradients, double longest)
    {
        using var scope = NewDisposeScope();
        using var norm = gradients.norm().ToScalar();
        var length = norm.ToDouble();
        if (length > longest)
        {
            using Scalar by = longest / length;
            gradients.mul_(by);
        }

        return length;
    }
}
