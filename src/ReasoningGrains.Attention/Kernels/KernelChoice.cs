using System.Runtime.Intrinsics;
using ReasoningGrains.Attention.Blocks;
using ReasoningGrains.Attention.Linear;

namespace ReasoningGrains.Attention.Kernels;

/// <summary>Which registers the kernels use.</summary>
public enum KernelWidth
{
    /// <summary>The widest that this processor has and the head's width allows.</summary>
    Widest,
    Portable,
    Vector256,
    Vector512,
}

internal static class KernelChoice
{
    public static IAttentionKernels Create(KvShape shape, RotaryTable rotary, KernelWidth width) => Resolve(width, shape.HeadDim) switch
    {
        KernelWidth.Vector512 => Create<Lanes512, Pairs512, Quads512>(shape, rotary),
        KernelWidth.Vector256 => Create<Lanes256, Pairs256, Quads256>(shape, rotary),
        _ => Create<Lanes1, Pairs1, Quads1>(shape, rotary),
    };

    public static IBlockRounding Rounding(KvShape shape, KernelWidth width) => Resolve(width, shape.HeadDim) switch
    {
        KernelWidth.Vector512 => Rounding<Lanes512, Pairs512>(shape),
        KernelWidth.Vector256 => Rounding<Lanes256, Pairs256>(shape),
        _ => Rounding<Lanes1, Pairs1>(shape),
    };

    public static IInt4Kernel Linear(KernelWidth width) => Resolve(width, Int4Panel.Outputs) switch
    {
        KernelWidth.Vector512 => new Int4Kernel<Lanes512, Quads512>(),
        KernelWidth.Vector256 => new Int4Kernel<Lanes256, Quads256>(),
        _ => new Int4Kernel<Lanes1, Quads1>(),
    };

    private static KernelWidth Resolve(KernelWidth width, int lanes) => width != KernelWidth.Widest ? width
        : Vector512.IsHardwareAccelerated && lanes % 16 == 0 ? KernelWidth.Vector512
        : Vector128.IsHardwareAccelerated && lanes % 8 == 0 ? KernelWidth.Vector256
        : KernelWidth.Portable;

    private static IAttentionKernels Create<TLanes, TPairs, TQuads>(KvShape shape, RotaryTable rotary)
        where TLanes : unmanaged, ILanes<TLanes>
        where TPairs : unmanaged, IPairs<TPairs>
        where TQuads : unmanaged, IQuads<TQuads> => shape.Element switch
    {
        KvElement.Float32 => new AttentionKernels<TLanes, TPairs, TQuads, Float32Element, Int4Element<TPairs>>(shape, rotary),
        _ when shape.HeadDim > SixteenBits<TLanes>.MostTerms => throw new NotSupportedException($"The model's heads are {shape.HeadDim} wide; at most {SixteenBits<TLanes>.MostTerms} are allowed."),
        _ => new AttentionKernels<TLanes, TPairs, TQuads, Int8Element<TPairs>, Int4Element<TPairs>>(shape, rotary),
    };

    private static IBlockRounding Rounding<TLanes, TPairs>(KvShape shape)
        where TLanes : unmanaged, ILanes<TLanes>
        where TPairs : unmanaged, IPairs<TPairs>
        => shape.Element == KvElement.Float32 ? new Int4Rounding<TLanes, Float32Element>(shape.HeadDim) : new Int4Rounding<TLanes, Int8Element<TPairs>>(shape.HeadDim);
}
