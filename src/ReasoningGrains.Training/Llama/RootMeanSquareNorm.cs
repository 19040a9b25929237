using TorchSharp;
using static TorchSharp.torch;

namespace ReasoningGrains.Training.Llama;

/// <summary>x / √(mean(x²) + ε) · scale, by row (Zhang and Sennrich 2019).</summary>
internal static class RootMeanSquareNorm
{
    public static Tensor Apply(Tensor x, Tensor scale, float epsilon)
        => x * rsqrt(x.square().mean([-1], true) + epsilon) * scale;
}
