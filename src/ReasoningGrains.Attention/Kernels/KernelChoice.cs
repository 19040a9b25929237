using System.Runtime.Intrinsics;
using ReasoningGrains.Attention.Blocks;

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
    public static IAttentionKernels Create(KvShape shape, RotaryTable rotary, KernelWidth width) => width switch
    {
        KernelWidth.Portable => Create<Lanes1, Pairs1>(shape, rotary),
        KernelWidth.Vector256 => Create<Lanes256, Pairs256>(shape, rotary),
        KernelWidth.Vector512 => Create<Lanes512, Pairs512>(shape, rotary),
        _ when Vector512.IsHardwareAccelerated && shape.HeadDim % 16 == 0 => Create<Lanes512, Pairs512>(shape, rotary),
        _ when Vector128.IsHardwareAccelerated && shape.HeadDim % 8 == 0 => Create<Lanes256, Pairs256>(shape, rotary),
        _ => Create<Lanes1, Pairs1>(shape, rotary),
    };

    private static IAttentionKernels Create<TLanes, TPairs>(KvShape shape, RotaryTable rotary)
        where TLanes : unmanaged, ILanes<TLanes>
        where TPairs : unmanaged, ITerms<TPairs> => shape.Element switch
    {
        KvElement.Int8 when shape.HeadDim > Int8Element<TPairs>.MostRows => throw new NotSupportedException($"The model's heads are {shape.HeadDim} wide; at most {Int8Element<TPairs>.MostRows} are allowed."),
        KvElement.Int8 => new AttentionKernels<TLanes, Int8Element<TPairs>>(shape, rotary),
        _ => new AttentionKernels<TLanes, Float32Element>(shape, rotary),
    };
}
