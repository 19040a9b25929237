using System.Runtime.CompilerServices;

namespace ReasoningGrains.Attention.Kernels;

/// <summary>Floats; their sums go on from what is in the product already.</summary>
internal readonly unsafe struct FloatTerms<TLanes>(TLanes value) : ITerms<FloatTerms<TLanes>>
    where TLanes : unmanaged, ILanes<TLanes>
{
    private readonly TLanes value = value;

    public static int Width => TLanes.Width;

    public static int Registers => TLanes.Registers;

    public static int Bytes => sizeof(float);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static FloatTerms<TLanes> Load(byte* right) => new(TLanes.Load((float*)right));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static FloatTerms<TLanes> Broadcast(byte* left) => new(TLanes.Broadcast(*(float*)left));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static FloatTerms<TLanes> MultiplyAdd(FloatTerms<TLanes> a, FloatTerms<TLanes> b, FloatTerms<TLanes> sums) => new(TLanes.MultiplyAdd(a.value, b.value, sums.value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static FloatTerms<TLanes> Begin(float* product) => new(TLanes.Load(product));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(FloatTerms<TLanes> sums, float* product) => TLanes.Store(sums.value, product);
}
