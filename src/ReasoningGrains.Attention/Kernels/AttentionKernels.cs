using System.Runtime.CompilerServices;
using ReasoningGrains.Attention.Blocks;

namespace ReasoningGrains.Attention.Kernels;

/// <inheritdoc/>
internal sealed unsafe partial class AttentionKernels<TLanes, TElement>(KvShape shape, RotaryTable rotary) : IAttentionKernels
    where TLanes : unmanaged, ILanes<TLanes>
    where TElement : struct, IElement
{
    private const int Tokens = KvShape.BlockTokens;
    private readonly int dim = shape.HeadDim;
    private readonly int group = shape.Group;
    private readonly int valuesOffset = shape.ValuesOffset;
    private readonly int scalesOffset = shape.ScalesOffset;

    [SkipLocalsInit]
    public void Append(byte* head, int offset, float* key, float* value)
    {
        var rotated = stackalloc float[dim];
        fixed (float* cosines = &rotary.OffsetCosines[offset * rotary.Pairs], sines = &rotary.OffsetSines[offset * rotary.Pairs])
        {
            Rotation<TLanes>.Rotate(key, rotated, cosines, sines, rotary.Pairs);
        }

        var scales = (float*)(head + scalesOffset) + offset;
        var inverse = InverseScale(rotated, scales);
        for (var d = 0; d < dim; d++)
        {
            TElement.Store(head, TElement.Index(d, offset, Tokens), rotated[d], inverse);
        }

        inverse = InverseScale(value, scales + Tokens);
        for (var d = 0; d < dim; d++)
        {
            TElement.Store(head + valuesOffset, TElement.Index(offset, d, dim), value[d], inverse);
        }
    }

    /// <summary>Writes the scale of a key or value and returns what its elements are multiplied by.</summary>
    private float InverseScale(float* source, float* scale)
    {
        var magnitude = 0f;
        for (var d = 0; d < dim; d++)
        {
            magnitude = MathF.Max(magnitude, MathF.Abs(source[d]));
        }

        if (!float.IsFinite(magnitude))
        {
            throw new NotFiniteNumberException("A key or value is not finite.");
        }

        *scale = TElement.Scale(magnitude);
        return *scale == 0 ? 0 : 1 / *scale;
    }
}
