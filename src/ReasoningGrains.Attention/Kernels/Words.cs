using System.Runtime.CompilerServices;

namespace ReasoningGrains.Attention.Kernels;

/// <summary>Pairs whose right side has 16 bits too.</summary>
internal readonly unsafe struct Words<TPairs>(TPairs value) : ITerms<Words<TPairs>>
    where TPairs : unmanaged, IPairs<TPairs>
{
    private readonly TPairs value = value;

    public static int Width => TPairs.Width;

    public static int Registers => TPairs.Registers;

    public static int Bytes => 4;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Words<TPairs> Load(byte* right) => new(TPairs.LoadWords(right));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Words<TPairs> Broadcast(byte* left) => new(TPairs.Broadcast(left));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Words<TPairs> MultiplyAdd(Words<TPairs> a, Words<TPairs> b, Words<TPairs> sums) => new(TPairs.MultiplyAdd(a.value, b.value, sums.value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Words<TPairs> Begin(float* product) => new(TPairs.Begin(product));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Words<TPairs> sums, float* product) => TPairs.Store(sums.value, product);
}
