namespace ReasoningGrains.Attention.Kernels;

/// <summary>A register of which each lane has four levels of half a byte, or as many signed bytes, or sums of their products.</summary>
internal unsafe interface IQuads<TSelf>
    where TSelf : unmanaged, IQuads<TSelf>
{
    /// <summary>Greatest sum of the magnitudes of all bytes that one lane's levels are multiplied with: sums have 16 bits, two to a lane.</summary>
    const int MostBytes = short.MaxValue / 15;

    /// <summary>Lanes of a register.</summary>
    static abstract int Width { get; }

    /// <summary>Loads four bytes a lane.</summary>
    static abstract TSelf Load(byte* source);

    /// <summary>Levels from the lower halves of bytes.</summary>
    static abstract TSelf LowerHalves(TSelf bytes);

    /// <summary>Levels from the upper halves of bytes.</summary>
    static abstract TSelf UpperHalves(TSelf bytes);

    /// <summary>Four signed bytes in all lanes.</summary>
    static abstract TSelf Broadcast(sbyte* four);

    /// <summary>sums + levels · bytes.</summary>
    static abstract TSelf MultiplyAdd(TSelf levels, TSelf bytes, TSelf sums);

    /// <summary>One integer of the sums of each lane.</summary>
    static abstract TSelf Total(TSelf sums);

    /// <summary>The bits of float32 that have the values of integers.</summary>
    static abstract TSelf ToSingle(TSelf totals);

    /// <summary>Of integers.</summary>
    static abstract TSelf Max(TSelf a, TSelf b);

    /// <summary>The greatest of the integers of each of four registers, as floats.</summary>
    static abstract void StoreHorizontalMax(TSelf a, TSelf b, TSelf c, TSelf d, float* greatest);
}
