using TorchSharp;
using static TorchSharp.torch;

namespace ReasoningGrains.Training.Llama;

/// <summary>Cosines and sines of the rotary angles, [context, 1, headDim / 2].</summary>
internal sealed class RotaryTable : IDisposable
{
    private readonly Tensor cosines;
    private readonly Tensor sines;

    public RotaryTable(ModelShape shape)
    {
        var half = shape.HeadDim / 2;
        var angles = new float[shape.Context * half];
        for (var i = 0; i < angles.Length; i++)
        {
            angles[i] = (float)(i / half * Math.Pow(shape.RopeTheta, -2.0 * (i % half) / shape.HeadDim));
        }

        using var scope = NewDisposeScope();
        var table = tensor(angles).view(shape.Context, 1, half);
        cosines = table.cos().DetachFromDisposeScope();
        sines = table.sin().DetachFromDisposeScope();
    }

    /// <summary>Those of some positions, [tokens, 1, headDim / 2].</summary>
    public (Tensor Cosines, Tensor Sines) At(Tensor positions) => (cosines.index_select(0, positions), sines.index_select(0, positions));

    public void Dispose()
    {
        cosines.Dispose();
        sines.Dispose();
    }
}
