namespace ReasoningGrains.Attention.Kernels;

/// <summary>Two matrices that are needed next, as far in bytes from the one that is being read: memory is asked for them row by row as the product goes on, so that neither waits for the other.</summary>
/// <param name="First">Not 0.</param>
/// <param name="Second">0 when there is no other.</param>
internal readonly record struct Ahead(nint First, nint Second)
{
    public bool IsAsked => First != 0;
}
