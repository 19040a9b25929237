namespace ReasoningGrains.Attention.Kernels;

/// <summary>One quad: the portable path, whose sums are one integer at once.</summary>
internal readonly unsafe struct Quads1(int value) : IQuads<Quads1>
{
    private readonly int value = value;

    public static int Width => 1;

    public static Quads1 Load(byte* source) => new(*(int*)source);

    public static Quads1 LowerHalves(Quads1 bytes) => new(bytes.value & 0x0F0F0F0F);

    public static Quads1 UpperHalves(Quads1 bytes) => new((bytes.value >> 4) & 0x0F0F0F0F);

    public static Quads1 Broadcast(sbyte* four) => new(*(int*)four);

    public static Quads1 MultiplyAdd(Quads1 levels, Quads1 bytes, Quads1 sums)
    {
        var sum = sums.value;
        for (var shift = 0; shift < 32; shift += 8)
        {
            sum += (levels.value >> shift & 15) * (sbyte)(bytes.value >> shift);
        }

        return new(sum);
    }

    public static Quads1 Total(Quads1 sums) => sums;

    public static Quads1 ToSingle(Quads1 totals) => new(BitConverter.SingleToInt32Bits(totals.value));

    public static Quads1 Max(Quads1 a, Quads1 b) => new(Math.Max(a.value, b.value));

    public static void StoreHorizontalMax(Quads1 a, Quads1 b, Quads1 c, Quads1 d, float* greatest)
        => (greatest[0], greatest[1], greatest[2], greatest[3]) = (a.value, b.value, c.value, d.value);
}
