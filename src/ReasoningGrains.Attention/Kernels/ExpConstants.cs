namespace ReasoningGrains.Attention.Kernels;

internal static class ExpConstants
{
    public const float PerLn2 = 1.44269504f;

    /// <summary>1.5 · 2^23: beside it a float has room for integers alone, so that adding it rounds.</summary>
    public const float Integers = 12582912;

    /// <summary>The leading bits of ln 2, so that n times it is exact for |n| &lt; 2^9.</summary>
    public const float Ln2High = 0.693359375f;

    /// <summary>ln 2 less <see cref="Ln2High"/>.</summary>
    public const float Ln2Low = -2.12194440e-4f;
}
