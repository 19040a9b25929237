namespace ReasoningGrains.Attention.Kernels;

/// <summary>One float: the portable path.</summary>
internal readonly unsafe struct Lanes1(float value) : ILanes<Lanes1>
{
    private readonly float value = value;

    public static int Width => 1;

    public static int Registers => 16;

    public static Lanes1 Broadcast(float value) => new(value);

    public static Lanes1 Load(float* source) => new(*source);

    public static Lanes1 LoadEven(sbyte* pairs) => new(pairs[0]);

    public static Lanes1 LoadOdd(sbyte* pairs) => new(pairs[1]);

    public static Lanes1 LoadLowHalf(byte* bytes) => new(*bytes & 15);

    public static Lanes1 LoadHighHalf(byte* bytes) => new(*bytes >> 4);

    public static Lanes1 LoadShorts(short* source) => new(*source);

    public static Lanes1 LoadUpper(ushort* source) => new(BitConverter.UInt32BitsToSingle((uint)*source << 16));

    public static void Store(Lanes1 value, float* destination) => *destination = value.value;

    public static void StoreRounded(Lanes1 value, short* destination) => *destination = (short)MathF.Round(value.value);

    public static void StoreRoundedPairs(Lanes1 first, Lanes1 second, short* destination) => (destination[0], destination[1]) = ((short)MathF.Round(first.value), (short)MathF.Round(second.value));

    public static Lanes1 Add(Lanes1 a, Lanes1 b) => new(a.value + b.value);

    public static Lanes1 Subtract(Lanes1 a, Lanes1 b) => new(a.value - b.value);

    public static Lanes1 Multiply(Lanes1 a, Lanes1 b) => new(a.value * b.value);

    public static Lanes1 MultiplyAdd(Lanes1 a, Lanes1 b, Lanes1 c) => new((a.value * b.value) + c.value);

    public static Lanes1 Max(Lanes1 a, Lanes1 b) => new(MathF.Max(a.value, b.value));

    public static Lanes1 Exp(Lanes1 x) => new(MathF.Exp(x.value));

    public static float HorizontalMax(Lanes1 value) => value.value;

    public static float HorizontalSum(Lanes1 value) => value.value;

    public static void StoreHorizontalSums(Lanes1 a, Lanes1 b, Lanes1 c, Lanes1 d, float* sums) => (sums[0], sums[1], sums[2], sums[3]) = (a.value, b.value, c.value, d.value);
}
