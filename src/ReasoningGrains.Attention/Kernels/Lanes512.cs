using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace ReasoningGrains.Attention.Kernels;

/// <summary>16 floats: AVX-512.</summary>
internal readonly unsafe struct Lanes512(Vector512<float> value) : ILanes<Lanes512>
{
    private readonly Vector512<float> value = value;

    public static int Width => 16;

    public static int Registers => 32;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes512 Broadcast(float value) => new(Vector512.Create(value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes512 Load(float* source) => new(Vector512.Load(source));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes512 LoadEven(sbyte* pairs) => new(Vector512.ConvertToSingle(Widen(pairs) << 24 >> 24));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes512 LoadOdd(sbyte* pairs) => new(Vector512.ConvertToSingle(Widen(pairs) >> 8));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes512 LoadLowHalf(byte* bytes) => new(Vector512.ConvertToSingle(Widen(bytes) & Vector512.Create(15)));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes512 LoadHighHalf(byte* bytes) => new(Vector512.ConvertToSingle(Widen(bytes) >> 4));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes512 LoadShorts(short* source)
    {
        var words = Vector256.Load(source);
        return new(Vector512.ConvertToSingle(Avx512F.IsSupported ? Avx512F.ConvertToVector512Int32(words) : Vector512.Create(Vector256.WidenLower(words), Vector256.WidenUpper(words))));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes512 LoadUpper(ushort* source)
    {
        var words = Vector256.Load(source);
        var widened = Avx512F.IsSupported ? Avx512F.ConvertToVector512UInt32(words) : Vector512.Create(Vector256.WidenLower(words), Vector256.WidenUpper(words));
        return new((widened << 16).AsSingle());
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Lanes512 value, float* destination) => value.value.Store(destination);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreRounded(Lanes512 value, short* destination)
    {
        var integers = Vector512.ConvertToInt32Native(Vector512.Round(value.value));
        (Avx512F.IsSupported ? Avx512F.ConvertToVector256Int16(integers) : Vector256.Narrow(integers.GetLower(), integers.GetUpper())).Store(destination);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreRoundedPairs(Lanes512 first, Lanes512 second, short* destination)
        => ((Nearest(first.value) & Vector512.Create(0xFFFF)) | (Nearest(second.value) << 16)).Store((int*)destination);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes512 Add(Lanes512 a, Lanes512 b) => new(a.value + b.value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes512 Subtract(Lanes512 a, Lanes512 b) => new(a.value - b.value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes512 Multiply(Lanes512 a, Lanes512 b) => new(a.value * b.value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes512 MultiplyAdd(Lanes512 a, Lanes512 b, Lanes512 c) => new(Vector512.MultiplyAddEstimate(a.value, b.value, c.value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes512 Max(Lanes512 a, Lanes512 b) => new(Vector512.MaxNative(a.value, b.value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes512 Exp(Lanes512 x)
    {
        // e^x = 2^n · e^r with n = round(x / ln 2) and |r| ≤ ln 2 / 2; ln 2 in two parts (Cody and Waite), e^r by its Taylor series to r^6.
        var shifted = Vector512.MultiplyAddEstimate(x.value, Vector512.Create(ExpConstants.PerLn2), Vector512.Create(ExpConstants.Integers));
        var n = shifted - Vector512.Create(ExpConstants.Integers);
        var r = Vector512.MultiplyAddEstimate(n, Vector512.Create(-ExpConstants.Ln2High), x.value);
        r = Vector512.MultiplyAddEstimate(n, Vector512.Create(-ExpConstants.Ln2Low), r);
        var p = Vector512.MultiplyAddEstimate(r, Vector512.Create(1f / 720), Vector512.Create(1f / 120));
        p = Vector512.MultiplyAddEstimate(p, r, Vector512.Create(1f / 24));
        p = Vector512.MultiplyAddEstimate(p, r, Vector512.Create(1f / 6));
        p = Vector512.MultiplyAddEstimate(p, r, Vector512.Create(0.5f));
        p = Vector512.MultiplyAddEstimate(p, r, Vector512<float>.One);
        p = Vector512.MultiplyAddEstimate(p, r, Vector512<float>.One);
        // The last bits of what was shifted are n, which the exponent grows by.
        var power = (p.AsInt32() + Vector512.ShiftLeft(shifted.AsInt32(), 23)).AsSingle();
        return new(Vector512.ConditionalSelect(Vector512.LessThan(x.value, Vector512.Create(-87f)), Vector512<float>.Zero, power));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float HorizontalMax(Lanes512 value)
    {
        var half = Vector256.MaxNative(value.value.GetLower(), value.value.GetUpper());
        return Lanes256.HorizontalMax(Vector128.MaxNative(half.GetLower(), half.GetUpper()));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float HorizontalSum(Lanes512 value) => Lanes256.HorizontalSum(value.value.GetLower() + value.value.GetUpper());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreHorizontalSums(Lanes512 a, Lanes512 b, Lanes512 c, Lanes512 d, float* sums)
    {
        if (Avx512F.IsSupported)
        {
            // Registers become neighbours, so that each step adds as many of all four.
            var ab = (Avx512F.UnpackLow(a.value, b.value) + Avx512F.UnpackHigh(a.value, b.value)).AsDouble();
            var cd = (Avx512F.UnpackLow(c.value, d.value) + Avx512F.UnpackHigh(c.value, d.value)).AsDouble();
            var abcd = Avx512F.UnpackLow(ab, cd).AsSingle() + Avx512F.UnpackHigh(ab, cd).AsSingle();
            var half = abcd.GetLower() + abcd.GetUpper();
            (half.GetLower() + half.GetUpper()).Store(sums);
            return;
        }

        (sums[0], sums[1], sums[2], sums[3]) = (HorizontalSum(a), HorizontalSum(b), HorizontalSum(c), HorizontalSum(d));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<int> Widen(sbyte* pairs)
    {
        var words = Vector256.Load((short*)pairs);
        return Avx512F.IsSupported ? Avx512F.ConvertToVector512Int32(words) : Vector512.Create(Vector256.WidenLower(words), Vector256.WidenUpper(words));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<int> Widen(byte* source)
    {
        var bytes = Vector128.Load(source);
        if (Avx512F.IsSupported)
        {
            return Avx512F.ConvertToVector512Int32(bytes);
        }

        var words = Vector256.Create(Vector128.WidenLower(bytes), Vector128.WidenUpper(bytes));
        return Vector512.Create(Vector256.WidenLower(words), Vector256.WidenUpper(words)).AsInt32();
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<int> Nearest(Vector512<float> value) => Avx512F.IsSupported ? Avx512F.ConvertToVector512Int32(value) : Vector512.ConvertToInt32Native(Vector512.Round(value));
}
