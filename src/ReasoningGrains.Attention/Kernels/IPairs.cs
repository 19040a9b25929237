namespace ReasoningGrains.Attention.Kernels;

/// <summary>Pairs of integers: two rows of the right side lie in one another, as signed bytes or as halves of a byte.</summary>
internal unsafe interface IPairs<TSelf> : ITerms<TSelf>
    where TSelf : unmanaged, IPairs<TSelf>
{
    /// <summary>Loads a register of pairs of 16-bit integers.</summary>
    static abstract TSelf LoadWords(byte* right);

    /// <summary>Loads a register of pairs that are the lower and the upper half of a byte, without sign.</summary>
    static abstract TSelf LoadHalves(byte* right);
}
