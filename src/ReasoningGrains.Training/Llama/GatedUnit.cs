using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn.functional;

namespace ReasoningGrains.Training.Llama;

/// <summary>SwiGLU (Shazeer 2020): silu(gate) · up.</summary>
internal static class GatedUnit
{
    /// <param name="gateUp">[tokens, 2 · feedForward]: the gates, then what they gate.</param>
    public static Tensor Apply(Tensor gateUp)
    {
        var halves = gateUp.chunk(2, 1);
        return silu(halves[0]) * halves[1];
    }
}
