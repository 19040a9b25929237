using System.Runtime.InteropServices;
using static TorchSharp.torch;

namespace ReasoningGrains.Training.Llama;

/// <summary>A tensor's own memory.</summary>
internal static class TensorFloats
{
    /// <param name="tensor">float32, contiguous, on the host.</param>
    public static Span<float> Floats(this Tensor tensor) => MemoryMarshal.Cast<byte, float>(tensor.bytes);
}
