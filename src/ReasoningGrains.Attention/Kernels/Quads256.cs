using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace ReasoningGrains.Attention.Kernels;

/// <summary>8 quads: AVX2, or two NEON registers, whose sums are one integer at once.</summary>
internal readonly unsafe struct Quads256(Vector256<int> value) : IQuads<Quads256>
{
    private readonly Vector256<int> value = value;

    public static int Width => 8;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Quads256 Load(byte* source) => new(Vector256.Load((int*)source));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Quads256 LowerHalves(Quads256 bytes) => new(bytes.value & Vector256.Create(0x0F0F0F0F));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Quads256 UpperHalves(Quads256 bytes) => new((bytes.value >> 4) & Vector256.Create(0x0F0F0F0F));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Quads256 Broadcast(sbyte* four) => new(Vector256.Create(*(int*)four));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Quads256 MultiplyAdd(Quads256 levels, Quads256 bytes, Quads256 sums)
    {
        if (Avx2.IsSupported)
        {
            return new((sums.value.AsInt16() + Avx2.MultiplyAddAdjacent(levels.value.AsByte(), bytes.value.AsSByte())).AsInt32());
        }

        var sum = sums.value;
        for (var shift = 0; shift < 32; shift += 8)
        {
            sum += (levels.value >> shift & Vector256.Create(15)) * (bytes.value << (24 - shift) >> 24);
        }

        return new(sum);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Quads256 Total(Quads256 sums) => Avx2.IsSupported ? new(Avx2.MultiplyAddAdjacent(sums.value.AsInt16(), Vector256<short>.One)) : sums;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Quads256 ToSingle(Quads256 totals) => new(Vector256.ConvertToSingle(totals.value).AsInt32());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Quads256 Max(Quads256 a, Quads256 b) => new(Vector256.Max(a.value, b.value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreHorizontalMax(Quads256 a, Quads256 b, Quads256 c, Quads256 d, float* greatest)
    {
        if (Avx2.IsSupported)
        {
            // Registers become neighbours, so that each step compares as many of all four.
            var ab = Vector256.Max(Avx2.UnpackLow(a.value, b.value), Avx2.UnpackHigh(a.value, b.value)).AsInt64();
            var cd = Vector256.Max(Avx2.UnpackLow(c.value, d.value), Avx2.UnpackHigh(c.value, d.value)).AsInt64();
            var abcd = Vector256.Max(Avx2.UnpackLow(ab, cd).AsInt32(), Avx2.UnpackHigh(ab, cd).AsInt32());
            Vector128.ConvertToSingle(Vector128.Max(abcd.GetLower(), abcd.GetUpper())).Store(greatest);
            return;
        }

        (greatest[0], greatest[1], greatest[2], greatest[3]) = (HorizontalMax(a), HorizontalMax(b), HorizontalMax(c), HorizontalMax(d));
    }

    /// <summary>The greatest of a register's integers.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int HorizontalMax(Quads256 totals)
    {
        var most = Vector128.Max(totals.value.GetLower(), totals.value.GetUpper());
        most = Vector128.Max(most, Vector128.Shuffle(most, Vector128.Create(2, 3, 0, 1)));
        return Vector128.Max(most, Vector128.Shuffle(most, Vector128.Create(1, 0, 3, 2))).ToScalar();
    }
}
