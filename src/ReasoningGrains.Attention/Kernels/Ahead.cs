namespace ReasoningGrains.Attention.Kernels;

/// <summary>Two matrices of the same shape as the one that is being read, which are needed next: memory is asked for them row by row while the product goes on, so that neither waits for the other.</summary>
/// <param name="First">Bytes from the matrix that is being read to the one that is needed; 0 when none is.</param>
/// <param name="Second">Likewise.</param>
internal readonly record struct Ahead(nint First, nint Second)
{
    public bool IsAsked => (First | Second) != 0;
}
