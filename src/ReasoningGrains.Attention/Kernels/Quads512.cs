using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace ReasoningGrains.Attention.Kernels;

/// <summary>16 quads: AVX-512; elsewhere the sums are one integer at once.</summary>
internal readonly unsafe struct Quads512(Vector512<int> value) : IQuads<Quads512>
{
    private readonly Vector512<int> value = value;

    public static int Width => 16;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Quads512 Load(byte* source) => new(Vector512.Load((int*)source));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Quads512 LowerHalves(Quads512 bytes) => new(bytes.value & Vector512.Create(0x0F0F0F0F));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Quads512 UpperHalves(Quads512 bytes) => new((bytes.value >> 4) & Vector512.Create(0x0F0F0F0F));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Quads512 Broadcast(sbyte* four) => new(Vector512.Create(*(int*)four));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Quads512 MultiplyAdd(Quads512 levels, Quads512 bytes, Quads512 sums)
    {
        if (Avx512BW.IsSupported)
        {
            return new((sums.value.AsInt16() + Avx512BW.MultiplyAddAdjacent(levels.value.AsByte(), bytes.value.AsSByte())).AsInt32());
        }

        var sum = sums.value;
        for (var shift = 0; shift < 32; shift += 8)
        {
            sum += (levels.value >> shift & Vector512.Create(15)) * (bytes.value << (24 - shift) >> 24);
        }

        return new(sum);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Quads512 Total(Quads512 sums) => Avx512BW.IsSupported ? new(Avx512BW.MultiplyAddAdjacent(sums.value.AsInt16(), Vector512<short>.One)) : sums;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Quads512 ToSingle(Quads512 totals) => new(Vector512.ConvertToSingle(totals.value).AsInt32());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Quads512 Max(Quads512 a, Quads512 b) => new(Vector512.Max(a.value, b.value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreHorizontalMax(Quads512 a, Quads512 b, Quads512 c, Quads512 d, float* greatest)
    {
        if (Avx512F.IsSupported)
        {
            // Registers become neighbours, so that each step compares as many of all four.
            var ab = Vector512.Max(Avx512F.UnpackLow(a.value, b.value), Avx512F.UnpackHigh(a.value, b.value)).AsInt64();
            var cd = Vector512.Max(Avx512F.UnpackLow(c.value, d.value), Avx512F.UnpackHigh(c.value, d.value)).AsInt64();
            var abcd = Vector512.Max(Avx512F.UnpackLow(ab, cd).AsInt32(), Avx512F.UnpackHigh(ab, cd).AsInt32());
            var half = Vector256.Max(abcd.GetLower(), abcd.GetUpper());
            Vector128.ConvertToSingle(Vector128.Max(half.GetLower(), half.GetUpper())).Store(greatest);
            return;
        }

        (greatest[0], greatest[1], greatest[2], greatest[3]) = (HorizontalMax(a), HorizontalMax(b), HorizontalMax(c), HorizontalMax(d));
    }

    /// <summary>The greatest of a register's integers.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int HorizontalMax(Quads512 totals)
    {
        var half = Vector256.Max(totals.value.GetLower(), totals.value.GetUpper());
        var most = Vector128.Max(half.GetLower(), half.GetUpper());
        most = Vector128.Max(most, Vector128.Shuffle(most, Vector128.Create(2, 3, 0, 1)));
        return Vector128.Max(most, Vector128.Shuffle(most, Vector128.Create(1, 0, 3, 2))).ToScalar();
    }
}
