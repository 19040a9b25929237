namespace ReasoningGrains.Training.Llama;

/// <summary>A weight's place in the buffer.</summary>
/// <param name="Name">As <see cref="ParameterLayout"/> names it.</param>
/// <param name="Shape">[outputs, inputs], or [width] of a norm.</param>
/// <param name="Offset">First element.</param>
/// <param name="Parts">Outputs of the matrices that stand in it one below the other.</param>
internal sealed record ParameterSlice(string Name, long[] Shape, long Offset, long[] Parts)
{
    public long Length => Shape.Aggregate(1L, (product, size) => product * size);

    public bool IsNorm => Shape.Length == 1;
}
