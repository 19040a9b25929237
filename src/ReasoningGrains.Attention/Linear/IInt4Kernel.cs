namespace ReasoningGrains.Attention.Linear;

/// <summary>What <see cref="Int4Linear"/> computes, in registers of some width.</summary>
internal unsafe interface IInt4Kernel
{
    /// <summary>Rounds a row to 8 bits.</summary>
    /// <param name="input">[blocks, 32].</param>
    /// <param name="blocks">How many.</param>
    /// <param name="integers">[blocks, 32], out.</param>
    /// <param name="factors">[blocks, <see cref="RowFactors.Count"/>], out.</param>
    void Round(float* input, int blocks, sbyte* integers, float* factors);

    /// <summary>The products of rows with a panel.</summary>
    /// <param name="panel"><see cref="Int4Panel"/>.</param>
    /// <param name="blocks">How many.</param>
    /// <param name="integers">[rows, blocks, 32].</param>
    /// <param name="factors">[rows, blocks, <see cref="RowFactors.Count"/>].</param>
    /// <param name="rows">How many.</param>
    /// <param name="results">[rows, 16], out.</param>
    /// <param name="stride">From one row of them to the next.</param>
    void Apply(byte* panel, int blocks, sbyte* integers, float* factors, int rows, float* results, nint stride);
}
