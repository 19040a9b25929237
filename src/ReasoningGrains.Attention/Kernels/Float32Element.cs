namespace ReasoningGrains.Attention.Kernels;

/// <summary>Keys and values as computed, in plain matrices.</summary>
internal readonly unsafe struct Float32Element : IElement
{
    public static int Bytes => sizeof(float);

    public static int MostRows => int.MaxValue;

    public static int Index(int i, int c, int columns) => (i * columns) + c;

    public static TLanes Load<TLanes>(byte* matrix, int i, int c, int columns)
        where TLanes : unmanaged, ILanes<TLanes> => TLanes.Load((float*)matrix + (i * columns) + c);

    public static float Scale(float magnitude) => 1;

    public static void Store(byte* destination, int index, float value, float inverseScale) => ((float*)destination)[index] = value;

    public static int PreparedBytes(int elements) => elements * sizeof(float);

    public static void Prepare<TLanes>(float* left, int stride, int count, int rows, float* magnitudes, byte* prepared)
        where TLanes : unmanaged, ILanes<TLanes>
    {
        for (var row = 0; row < rows; row++)
        {
            var to = new Span<float>((float*)prepared + (row * stride), stride);
            new ReadOnlySpan<float>(left + (row * stride), count).CopyTo(to);
            to[count..].Clear();
        }
    }

    public static void Multiply<TLanes>(byte* prepared, int stride, float* magnitudes, nint* right, int height, int count, int columns, float* scales, float* product, int productStride, int rows)
        where TLanes : unmanaged, ILanes<TLanes>
    {
        // Their scales are 1.
        for (var row = 0; row < rows; row++)
        {
            new Span<float>(product + (row * productStride), columns).Clear();
        }

        Products<FloatTerms<TLanes>>.Multiply(prepared, stride, right, height, count, columns, product, productStride, rows);
    }
}
