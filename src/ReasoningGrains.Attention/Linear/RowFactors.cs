namespace ReasoningGrains.Attention.Linear;

/// <summary>What is kept of a block of a row beside its integers.</summary>
internal static class RowFactors
{
    /// <summary>Floats of a block; the last is padding.</summary>
    public const int Count = 4;

    /// <summary>What an integer is to be multiplied by.</summary>
    public const int Step = 0;

    /// <summary>What the middle of the levels, times all integers, adds.</summary>
    public const int OfMiddle = 1;

    /// <summary>The sum of the inputs, not rounded.</summary>
    public const int Sum = 2;
}
