namespace ReasoningGrains.Attention.Kernels;

/// <summary>How many query rows a kernel handles at once: a constant to the JIT, so that one source makes a loop for each count.</summary>
internal interface IRows
{
    static abstract int Count { get; }
}

internal readonly struct Rows1 : IRows
{
    public static int Count => 1;
}

internal readonly struct Rows2 : IRows
{
    public static int Count => 2;
}

internal readonly struct Rows3 : IRows
{
    public static int Count => 3;
}

internal readonly struct Rows4 : IRows
{
    public static int Count => 4;
}
