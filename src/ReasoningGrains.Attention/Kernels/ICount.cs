namespace ReasoningGrains.Attention.Kernels;

/// <summary>How many rows or registers of columns a product handles at once: a constant to the JIT, so that one source makes a loop for each count.</summary>
internal interface ICount
{
    static abstract int Value { get; }
}

internal readonly struct Count1 : ICount
{
    public static int Value => 1;
}

internal readonly struct Count2 : ICount
{
    public static int Value => 2;
}

internal readonly struct Count3 : ICount
{
    public static int Value => 3;
}

internal readonly struct Count4 : ICount
{
    public static int Value => 4;
}
