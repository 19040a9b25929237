using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace ReasoningGrains.Attention.Kernels;

/// <summary>8 pairs: AVX2, or two NEON registers.</summary>
internal readonly unsafe struct Pairs256(Vector256<int> value) : IPairs<Pairs256>
{
    private readonly Vector256<int> value = value;

    public static int Width => 8;

    public static int Registers => 16;

    public static int Bytes => 2;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Pairs256 Load(byte* right)
    {
        if (Avx2.IsSupported)
        {
            return new(Avx2.ConvertToVector256Int16((sbyte*)right).AsInt32());
        }

        return new(Vector256.Create(Vector128.WidenLower(Vector128.Load((sbyte*)right)), Vector128.WidenUpper(Vector128.Load((sbyte*)right))).AsInt32());
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Pairs256 LoadWords(byte* right) => new(Vector256.Load((int*)right));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Pairs256 LoadHalves(byte* right)
    {
        if (Avx2.IsSupported)
        {
            var bytes = Avx2.ConvertToVector256Int32(right);
            return new((bytes | (bytes << 12)) & Vector256.Create(0x000F000F));
        }

        var words = Vector128.WidenLower(Vector128.CreateScalarUnsafe(*(ulong*)right).AsByte());
        var widened = Vector256.Create(Vector128.WidenLower(words), Vector128.WidenUpper(words)).AsInt32();
        return new((widened | (widened << 12)) & Vector256.Create(0x000F000F));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Pairs256 Broadcast(byte* left) => new(Vector256.Create(*(int*)left));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Pairs256 MultiplyAdd(Pairs256 a, Pairs256 b, Pairs256 sums)
    {
        if (Avx2.IsSupported)
        {
            return new(sums.value + Avx2.MultiplyAddAdjacent(a.value.AsInt16(), b.value.AsInt16()));
        }

        var first = (a.value << 16 >> 16) * (b.value << 16 >> 16);
        var second = (a.value >> 16) * (b.value >> 16);
        return new(sums.value + first + second);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Pairs256 Begin(float* product) => default;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Pairs256 sums, float* product) => Vector256.ConvertToSingle(sums.value).Store(product);
}
