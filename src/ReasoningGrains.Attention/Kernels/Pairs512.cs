using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace ReasoningGrains.Attention.Kernels;

/// <summary>16 pairs: AVX-512.</summary>
internal readonly unsafe struct Pairs512(Vector512<int> value) : IPairs<Pairs512>
{
    private readonly Vector512<int> value = value;

    public static int Width => 16;

    public static int Registers => 32;

    public static int Bytes => 2;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Pairs512 Load(byte* right)
    {
        if (Avx512BW.IsSupported)
        {
            return new(Avx512BW.ConvertToVector512Int16(Vector256.Load((sbyte*)right)).AsInt32());
        }

        var bytes = Vector256.Load((sbyte*)right);
        return new(Vector512.Create(Vector256.WidenLower(bytes), Vector256.WidenUpper(bytes)).AsInt32());
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Pairs512 LoadWords(byte* right) => new(Vector512.Load((int*)right));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Pairs512 LoadHalves(byte* right)
    {
        var bytes = Vector128.Load(right);
        if (Avx512F.IsSupported)
        {
            var integers = Avx512F.ConvertToVector512Int32(bytes);
            return new((integers | (integers << 12)) & Vector512.Create(0x000F000F));
        }

        var words = Vector256.Create(Vector128.WidenLower(bytes), Vector128.WidenUpper(bytes));
        var widened = Vector512.Create(Vector256.WidenLower(words), Vector256.WidenUpper(words)).AsInt32();
        return new((widened | (widened << 12)) & Vector512.Create(0x000F000F));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Pairs512 Broadcast(byte* left) => new(Vector512.Create(*(int*)left));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Pairs512 MultiplyAdd(Pairs512 a, Pairs512 b, Pairs512 sums)
    {
        if (Avx512BW.IsSupported)
        {
            return new(sums.value + Avx512BW.MultiplyAddAdjacent(a.value.AsInt16(), b.value.AsInt16()));
        }

        var first = (a.value << 16 >> 16) * (b.value << 16 >> 16);
        var second = (a.value >> 16) * (b.value >> 16);
        return new(sums.value + first + second);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Pairs512 Begin(float* product) => default;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Pairs512 sums, float* product) => Vector512.ConvertToSingle(sums.value).Store(product);
}
