namespace ReasoningGrains.Attention.Kernels;

/// <summary>
/// Signed bytes times the scale of their token. Two rows of a matrix lie in one another: the bytes that a sum takes one after the other are neighbours, so that one instruction
/// (vpmaddwd) multiplies both by 16-bit integers and adds them. The left side becomes 16 bits wide, which costs 2^-16 of its magnitude.
/// </summary>
internal readonly unsafe struct Int8Element<TPairs> : IElement
    where TPairs : unmanaged, ITerms<TPairs>
{
    public static int Bytes => sizeof(sbyte);

    // 512 · 127 · 32767 is just below 2^31.
    public static int MostRows => 512;

    public static int Index(int i, int c, int columns) => (((i / 2 * columns) + c) * 2) + (i % 2);

    public static TLanes Load<TLanes>(byte* matrix, int i, int c, int columns)
        where TLanes : unmanaged, ILanes<TLanes>
    {
        var pairs = (sbyte*)matrix + (((i / 2 * columns) + c) * 2);
        return i % 2 == 0 ? TLanes.LoadEven(pairs) : TLanes.LoadOdd(pairs);
    }

    public static float Scale(float magnitude) => magnitude / sbyte.MaxValue;

    public static void Store(byte* destination, int index, float value, float inverseScale)
        => ((sbyte*)destination)[index] = (sbyte)MathF.Round(value * inverseScale);

    public static int PreparedBytes(int elements) => elements * sizeof(short);

    public static void Prepare<TLanes>(float* left, int stride, int count, int rows, float* magnitudes, byte* prepared)
        where TLanes : unmanaged, ILanes<TLanes>
    {
        for (var row = 0; row < rows; row++)
        {
            var from = left + (row * stride);
            var to = (short*)prepared + (row * stride);
            var factor = magnitudes[row] > 0 ? short.MaxValue / magnitudes[row] : 0;
            var i = 0;
            for (; i + TLanes.Width <= count; i += TLanes.Width)
            {
                TLanes.StoreRounded(TLanes.Multiply(TLanes.Load(from + i), TLanes.Broadcast(factor)), to + i);
            }

            for (; i < count; i++)
            {
                Lanes1.StoreRounded(Lanes1.Multiply(Lanes1.Load(from + i), Lanes1.Broadcast(factor)), to + i);
            }

            new Span<short>(to + count, stride - count).Clear();
        }
    }

    public static void Multiply<TLanes>(byte* prepared, int stride, float* magnitudes, nint* right, int height, int count, int columns, float* scales, float* product, int productStride, int rows)
        where TLanes : unmanaged, ILanes<TLanes>
    {
        Products<TPairs>.Multiply(prepared, stride / 2, right, height / 2, (count + 1) / 2, columns, product, productStride, rows);
        for (var row = 0; row < rows; row++)
        {
            var factor = TLanes.Broadcast(magnitudes[row] / short.MaxValue);
            var place = product + (row * productStride);
            for (var c = 0; c < columns; c += TLanes.Width)
            {
                var by = scales == null ? factor : TLanes.Multiply(TLanes.Load(scales + c), factor);
                TLanes.Store(TLanes.Multiply(TLanes.Load(place + c), by), place + c);
            }
        }
    }
}
