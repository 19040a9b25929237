namespace ReasoningGrains.Attention.Kernels;

/// <summary>A register of floats. The kernels are written once over it; the portable path is the same code with one lane.</summary>
internal unsafe interface ILanes<TSelf>
    where TSelf : unmanaged, ILanes<TSelf>
{
    /// <summary>Floats in a register; a power of two.</summary>
    static abstract int Width { get; }

    /// <summary>Registers of this width that the processor has at least.</summary>
    static abstract int Registers { get; }

    static abstract TSelf Broadcast(float value);

    static abstract TSelf Load(float* source);

    /// <summary>Converts the first of each of so many pairs of signed bytes.</summary>
    static abstract TSelf LoadEven(sbyte* pairs);

    /// <summary>Converts the second of each of so many pairs of signed bytes.</summary>
    static abstract TSelf LoadOdd(sbyte* pairs);

    /// <summary>Converts the lower halves of so many bytes.</summary>
    static abstract TSelf LoadLowHalf(byte* bytes);

    /// <summary>Converts the upper halves of so many bytes.</summary>
    static abstract TSelf LoadHighHalf(byte* bytes);

    /// <summary>Converts so many integers of 16 bits.</summary>
    static abstract TSelf LoadShorts(short* source);

    /// <summary>Loads floats of which the upper 16 bits are kept (bfloat16).</summary>
    static abstract TSelf LoadUpper(ushort* source);

    static abstract void Store(TSelf value, float* destination);

    /// <summary>Stores the nearest integers; they must be of 16 bits.</summary>
    static abstract void StoreRounded(TSelf value, short* destination);

    /// <summary>Stores the nearest integers of both, each of the second behind its own of the first; they must be of 16 bits.</summary>
    static abstract void StoreRoundedPairs(TSelf first, TSelf second, short* destination);

    static abstract TSelf Add(TSelf a, TSelf b);

    static abstract TSelf Subtract(TSelf a, TSelf b);

    static abstract TSelf Multiply(TSelf a, TSelf b);

    /// <summary>a·b + c, rounded once where the hardware can.</summary>
    static abstract TSelf MultiplyAdd(TSelf a, TSelf b, TSelf c);

    static abstract TSelf Max(TSelf a, TSelf b);

    /// <summary>e to the x for x ≤ 0, with a relative error under 2.5e-7; 0 below -87.</summary>
    static abstract TSelf Exp(TSelf x);

    static abstract float HorizontalMax(TSelf value);

    static abstract float HorizontalSum(TSelf value);

    /// <summary>The sum of each of four registers.</summary>
    static abstract void StoreHorizontalSums(TSelf a, TSelf b, TSelf c, TSelf d, float* sums);
}
