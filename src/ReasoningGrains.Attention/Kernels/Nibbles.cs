using System.Runtime.CompilerServices;

namespace ReasoningGrains.Attention.Kernels;

/// <summary>Pairs whose right side is halves of a byte.</summary>
internal readonly unsafe struct Nibbles<TPairs>(TPairs value) : ITerms<Nibbles<TPairs>>
    where TPairs : unmanaged, IPairs<TPairs>
{
    private readonly TPairs value = value;

    public static int Width => TPairs.Width;

    public static int Registers => TPairs.Registers;

    public static int Bytes => 1;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Nibbles<TPairs> Load(byte* right) => new(TPairs.LoadHalves(right));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Nibbles<TPairs> Broadcast(byte* left) => new(TPairs.Broadcast(left));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Nibbles<TPairs> MultiplyAdd(Nibbles<TPairs> a, Nibbles<TPairs> b, Nibbles<TPairs> sums) => new(TPairs.MultiplyAdd(a.value, b.value, sums.value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Nibbles<TPairs> Begin(float* product) => new(TPairs.Begin(product));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Nibbles<TPairs> sums, float* product) => TPairs.Store(sums.value, product);
}
