namespace ReasoningGrains.Attention.Kernels;

/// <summary>
/// The left side of a product of integers: floats rounded to 16 bits, which costs 2^-16 of a row's magnitude. The right side is of at most 8 bits, and two of its rows lie in one another:
/// what a sum takes one after the other are neighbours, so that one instruction (vpmaddwd) multiplies both by 16-bit integers and adds them.
/// </summary>
internal static unsafe class SixteenBits<TLanes>
    where TLanes : unmanaged, ILanes<TLanes>
{
    /// <summary>Terms that a sum of 32 bits holds: 512 · 127 · 32767 is just below 2^31.</summary>
    public const int MostTerms = 512;

    /// <summary>The greatest by magnitude.</summary>
    public static float Magnitude(float* row, int count)
    {
        TLanes zero = default, most = default;
        var i = 0;
        for (; i + TLanes.Width <= count; i += TLanes.Width)
        {
            var value = TLanes.Load(row + i);
            most = TLanes.Max(most, TLanes.Max(value, TLanes.Subtract(zero, value)));
        }

        var greatest = TLanes.HorizontalMax(most);
        for (; i < count; i++)
        {
            greatest = MathF.Max(greatest, MathF.Abs(row[i]));
        }

        return greatest;
    }

    /// <summary>Rounds a row so that its magnitude becomes <paramref name="most"/>.</summary>
    /// <param name="row">[count].</param>
    /// <param name="count">Elements that count.</param>
    /// <param name="length">Elements written; those from <paramref name="count"/> on become 0.</param>
    /// <param name="magnitude">None of them is greater by magnitude.</param>
    /// <param name="rounded">[length].</param>
    /// <param name="most">At most 32767.</param>
    /// <returns>What a rounded one is to be multiplied by.</returns>
    public static float Round(float* row, int count, int length, float magnitude, short* rounded, int most = short.MaxValue)
    {
        var factor = magnitude > 0 ? most / magnitude : 0;
        var i = 0;
        for (; i + TLanes.Width <= count; i += TLanes.Width)
        {
            TLanes.StoreRounded(TLanes.Multiply(TLanes.Load(row + i), TLanes.Broadcast(factor)), rounded + i);
        }

        for (; i < count; i++)
        {
            Lanes1.StoreRounded(Lanes1.Multiply(Lanes1.Load(row + i), Lanes1.Broadcast(factor)), rounded + i);
        }

        new Span<short>(rounded + count, length - count).Clear();
        return magnitude / most;
    }

    /// <summary>sums += product · factor + offset.</summary>
    public static void Add(float* product, float factor, float offset, float* sums, int count)
    {
        TLanes by = TLanes.Broadcast(factor), more = TLanes.Broadcast(offset);
        for (var c = 0; c < count; c += TLanes.Width)
        {
            TLanes.Store(TLanes.Add(TLanes.MultiplyAdd(TLanes.Load(product + c), by, more), TLanes.Load(sums + c)), sums + c);
        }
    }
}
