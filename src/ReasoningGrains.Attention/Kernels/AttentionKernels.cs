using System.Numerics.Tensors;
using System.Runtime.CompilerServices;
using ReasoningGrains.Attention.Blocks;

namespace ReasoningGrains.Attention.Kernels;

/// <inheritdoc/>
/// <typeparam name="TLanes">Registers of floats.</typeparam>
/// <typeparam name="TPairs">Registers of pairs of integers.</typeparam>
/// <typeparam name="TQuads">Registers of what the sketches of cold blocks hold.</typeparam>
/// <typeparam name="THot">How blocks are kept that tokens are written in.</typeparam>
/// <typeparam name="TCold">How blocks of small weight are kept.</typeparam>
internal sealed unsafe partial class AttentionKernels<TLanes, TPairs, TQuads, THot, TCold>(KvShape shape, RotaryTable rotary) : IAttentionKernels
    where TLanes : unmanaged, ILanes<TLanes>
    where TPairs : unmanaged, IPairs<TPairs>
    where TQuads : unmanaged, IQuads<TQuads>
    where THot : struct, IOpenElement
    where TCold : struct, IElement
{
    private const int Tokens = KvShape.BlockTokens;

    /// <summary>Bytes of a workspace of an element.</summary>
    private const int WorkspaceBytes = 8;

    private readonly int dim = shape.HeadDim;
    private readonly int group = shape.Group;
    private readonly int hotMatrix = shape.MatrixBytes;
    private readonly int coldMatrix = shape.Cold.MatrixBytes;
    private readonly int hotHead = shape.HeadBytes;
    private readonly int coldHead = shape.Cold.HeadBytes;

    [SkipLocalsInit]
    public void Rotate(float* source, int count, int offset, int block, float scale, float* destination)
    {
        var pairs = rotary.Pairs;
        var angles = stackalloc float[2 * pairs];
        new Span<float>(angles, pairs).Fill(scale);
        new Span<float>(angles + pairs, pairs).Clear();
        fixed (float* cosines = &rotary.OffsetCosines[offset * pairs], sines = &rotary.OffsetSines[offset * pairs])
        {
            Rotation<TLanes>.Rotate(angles, angles, cosines, sines, pairs);
        }

        fixed (float* cosines = &rotary.BlockCosines[block * pairs], sines = &rotary.BlockSines[block * pairs])
        {
            Rotation<TLanes>.Rotate(angles, angles, cosines, sines, pairs);
        }

        for (var i = 0; i < count; i++)
        {
            Rotation<TLanes>.Rotate(source + (i * dim), destination + (i * dim), angles, angles + pairs, pairs);
        }
    }

    [SkipLocalsInit]
    public void Append(byte* head, int offset, float* key, float* value)
    {
        var rotated = stackalloc float[dim];
        fixed (float* cosines = &rotary.OffsetCosines[offset * rotary.Pairs], sines = &rotary.OffsetSines[offset * rotary.Pairs])
        {
            Rotation<TLanes>.Rotate(key, rotated, cosines, sines, rotary.Pairs);
        }

        THot.StoreKey<TLanes>(head, dim, offset, rotated, Magnitude(rotated));
        THot.StoreValue<TLanes>(head, dim, offset, value, Magnitude(value));
    }

    private float Magnitude(float* source)
    {
        var magnitude = MathF.Abs(TensorPrimitives.MaxMagnitude(new ReadOnlySpan<float>(source, dim)));
        return float.IsFinite(magnitude) ? magnitude : throw new NotFiniteNumberException("A key or value is not finite.");
    }
}
