using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace ReasoningGrains.Attention.Kernels;

/// <summary>8 floats: AVX2, or two NEON registers.</summary>
internal readonly unsafe struct Lanes256(Vector256<float> value) : ILanes<Lanes256>
{
    private readonly Vector256<float> value = value;

    public static int Width => 8;

    public static int Registers => 16;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256 Broadcast(float value) => new(Vector256.Create(value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256 Load(float* source) => new(Vector256.Load(source));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256 LoadEven(sbyte* pairs) => new(Vector256.ConvertToSingle(Widen(pairs) << 24 >> 24));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256 LoadOdd(sbyte* pairs) => new(Vector256.ConvertToSingle(Widen(pairs) >> 8));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256 LoadLowHalf(byte* bytes) => new(Vector256.ConvertToSingle(Widen(bytes) & Vector256.Create(15)));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256 LoadHighHalf(byte* bytes) => new(Vector256.ConvertToSingle(Widen(bytes) >> 4));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256 LoadShorts(short* source)
    {
        var words = Vector128.Load(source);
        return new(Vector256.ConvertToSingle(Avx2.IsSupported ? Avx2.ConvertToVector256Int32(words) : Vector256.Create(Vector128.WidenLower(words), Vector128.WidenUpper(words))));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256 LoadUpper(ushort* source)
    {
        var words = Vector128.Load(source);
        return new((Vector256.Create(Vector128.WidenLower(words), Vector128.WidenUpper(words)) << 16).AsSingle());
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Lanes256 value, float* destination) => value.value.Store(destination);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreRounded(Lanes256 value, short* destination)
    {
        if (Avx2.IsSupported)
        {
            var rounded = Avx.ConvertToVector256Int32(value.value);
            Sse2.PackSignedSaturate(rounded.GetLower(), rounded.GetUpper()).Store(destination);
            return;
        }

        var integers = Vector256.ConvertToInt32Native(Vector256.Round(value.value));
        Vector128.Narrow(integers.GetLower(), integers.GetUpper()).Store(destination);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreRoundedPairs(Lanes256 first, Lanes256 second, short* destination)
        => ((Nearest(first.value) & Vector256.Create(0xFFFF)) | (Nearest(second.value) << 16)).Store((int*)destination);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256 Add(Lanes256 a, Lanes256 b) => new(a.value + b.value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256 Subtract(Lanes256 a, Lanes256 b) => new(a.value - b.value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256 Multiply(Lanes256 a, Lanes256 b) => new(a.value * b.value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256 MultiplyAdd(Lanes256 a, Lanes256 b, Lanes256 c) => new(Vector256.MultiplyAddEstimate(a.value, b.value, c.value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256 Max(Lanes256 a, Lanes256 b) => new(Vector256.MaxNative(a.value, b.value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256 Exp(Lanes256 x)
    {
        // e^x = 2^n · e^r with n = round(x / ln 2) and |r| ≤ ln 2 / 2; ln 2 in two parts (Cody and Waite), e^r by its Taylor series to r^6.
        var shifted = Vector256.MultiplyAddEstimate(x.value, Vector256.Create(ExpConstants.PerLn2), Vector256.Create(ExpConstants.Integers));
        var n = shifted - Vector256.Create(ExpConstants.Integers);
        var r = Vector256.MultiplyAddEstimate(n, Vector256.Create(-ExpConstants.Ln2High), x.value);
        r = Vector256.MultiplyAddEstimate(n, Vector256.Create(-ExpConstants.Ln2Low), r);
        var p = Vector256.MultiplyAddEstimate(r, Vector256.Create(1f / 720), Vector256.Create(1f / 120));
        p = Vector256.MultiplyAddEstimate(p, r, Vector256.Create(1f / 24));
        p = Vector256.MultiplyAddEstimate(p, r, Vector256.Create(1f / 6));
        p = Vector256.MultiplyAddEstimate(p, r, Vector256.Create(0.5f));
        p = Vector256.MultiplyAddEstimate(p, r, Vector256<float>.One);
        p = Vector256.MultiplyAddEstimate(p, r, Vector256<float>.One);
        // The last bits of what was shifted are n, which the exponent grows by.
        var power = (p.AsInt32() + Vector256.ShiftLeft(shifted.AsInt32(), 23)).AsSingle();
        return new(Vector256.ConditionalSelect(Vector256.LessThan(x.value, Vector256.Create(-87f)), Vector256<float>.Zero, power));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float HorizontalMax(Lanes256 value)
        => HorizontalMax(Vector128.MaxNative(value.value.GetLower(), value.value.GetUpper()));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static float HorizontalMax(Vector128<float> four)
    {
        var two = Vector128.MaxNative(four, Vector128.Shuffle(four, Vector128.Create(2, 3, 0, 1)));
        return Vector128.MaxNative(two, Vector128.Shuffle(two, Vector128.Create(1, 0, 3, 2)))[0];
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float HorizontalSum(Lanes256 value) => HorizontalSum(value.value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static float HorizontalSum(Vector256<float> eight) => Vector128.Sum(eight.GetLower() + eight.GetUpper());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreHorizontalSums(Lanes256 a, Lanes256 b, Lanes256 c, Lanes256 d, float* sums)
    {
        if (Avx.IsSupported)
        {
            // Registers become neighbours, so that each step adds as many of all four.
            var ab = (Avx.UnpackLow(a.value, b.value) + Avx.UnpackHigh(a.value, b.value)).AsDouble();
            var cd = (Avx.UnpackLow(c.value, d.value) + Avx.UnpackHigh(c.value, d.value)).AsDouble();
            var abcd = Avx.UnpackLow(ab, cd).AsSingle() + Avx.UnpackHigh(ab, cd).AsSingle();
            (abcd.GetLower() + abcd.GetUpper()).Store(sums);
            return;
        }

        (sums[0], sums[1], sums[2], sums[3]) = (HorizontalSum(a), HorizontalSum(b), HorizontalSum(c), HorizontalSum(d));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<int> Widen(sbyte* pairs)
    {
        var words = Vector128.Load((short*)pairs);
        return Vector256.Create(Vector128.WidenLower(words), Vector128.WidenUpper(words));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<int> Widen(byte* bytes)
    {
        var words = Vector128.WidenLower(Vector128.CreateScalarUnsafe(*(ulong*)bytes).AsByte());
        return Vector256.Create(Vector128.WidenLower(words), Vector128.WidenUpper(words)).AsInt32();
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<int> Nearest(Vector256<float> value) => Avx.IsSupported ? Avx.ConvertToVector256Int32(value) : Vector256.ConvertToInt32Native(Vector256.Round(value));
}
