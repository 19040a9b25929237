namespace ReasoningGrains.Attention.Kernels;

/// <summary>A register of what a product multiplies and adds at a time: floats, or pairs of integers.</summary>
internal unsafe interface ITerms<TSelf>
    where TSelf : unmanaged, ITerms<TSelf>
{
    /// <summary>Columns in a register.</summary>
    static abstract int Width { get; }

    /// <summary>Registers of this width that the processor has at least.</summary>
    static abstract int Registers { get; }

    /// <summary>Bytes of a column's term on the right side.</summary>
    static abstract int Bytes { get; }

    /// <summary>Loads a register of the right side.</summary>
    static abstract TSelf Load(byte* right);

    /// <summary>One term of the left side, four bytes, in all lanes.</summary>
    static abstract TSelf Broadcast(byte* left);

    /// <summary>sums + a · b, over both integers of a pair.</summary>
    static abstract TSelf MultiplyAdd(TSelf a, TSelf b, TSelf sums);

    /// <summary>What the sums begin with.</summary>
    static abstract TSelf Begin(float* product);

    /// <summary>Stores sums as floats.</summary>
    static abstract void Store(TSelf sums, float* product);
}
