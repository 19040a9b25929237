using TorchSharp;
using static TorchSharp.torch;

namespace ReasoningGrains.Training.Llama;

/// <summary>Rotary positions (RoFormer, section 3.2.2), a head's first half paired with its second as in Hugging Face's Llama.</summary>
internal static class Rotation
{
    /// <param name="heads">[tokens, heads, headDim].</param>
    /// <param name="angles">[tokens, 1, headDim / 2] each.</param>
    public static Tensor Apply(Tensor heads, (Tensor Cosines, Tensor Sines) angles)
    {
        var halves = heads.chunk(2, 2);
        return cat([(halves[0] * angles.Cosines) - (halves[1] * angles.Sines), (halves[1] * angles.Cosines) + (halves[0] * angles.Sines)], 2);
    }
}
