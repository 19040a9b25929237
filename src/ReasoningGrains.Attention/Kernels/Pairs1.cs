namespace ReasoningGrains.Attention.Kernels;

/// <summary>One pair: the portable path.</summary>
internal readonly unsafe struct Pairs1 : IPairs<Pairs1>
{
    private readonly short first;
    private readonly short second;
    private readonly int sum;

    private Pairs1(short first, short second, int sum) => (this.first, this.second, this.sum) = (first, second, sum);

    public static int Width => 1;

    public static int Registers => 16;

    public static int Bytes => 2;

    public static Pairs1 Load(byte* right) => new(((sbyte*)right)[0], ((sbyte*)right)[1], 0);

    public static Pairs1 LoadWords(byte* right) => Broadcast(right);

    public static Pairs1 LoadHalves(byte* right) => new((short)(*right & 15), (short)(*right >> 4), 0);

    public static Pairs1 Broadcast(byte* left) => new(((short*)left)[0], ((short*)left)[1], 0);

    public static Pairs1 MultiplyAdd(Pairs1 a, Pairs1 b, Pairs1 sums) => new(0, 0, sums.sum + (a.first * b.first) + (a.second * b.second));

    public static Pairs1 Begin(float* product) => default;

    public static void Store(Pairs1 sums, float* product) => *product = sums.sum;
}
