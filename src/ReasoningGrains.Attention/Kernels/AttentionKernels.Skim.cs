using System.Runtime.CompilerServices;

namespace ReasoningGrains.Attention.Kernels;

internal sealed unsafe partial class AttentionKernels<TLanes, TElement>
{
    [SkipLocalsInit]
    public void Skim(float* queries, int rows, nint* heads, int blocks, float* greatest, int stride)
    {
        var scores = stackalloc float[rows * Tokens];
        var magnitudes = stackalloc float[rows];
        var prepared = stackalloc byte[TElement.PreparedBytes(rows * dim)];
        for (var row = 0; row < rows; row++)
        {
            magnitudes[row] = Magnitude(queries + (row * dim), dim);
        }

        TElement.Prepare<TLanes>(queries, dim, dim, rows, magnitudes, prepared);
        for (var block = 0; block < blocks; block++)
        {
            var head = (byte*)heads[block];
            if (block + 1 < blocks)
            {
                Prefetch.Range((byte*)heads[block + 1], valuesOffset);
            }

            TElement.Multiply<TLanes>(prepared, dim, magnitudes, heads + block, dim, dim, Tokens, (float*)(head + scalesOffset), scores, Tokens, rows);
            for (var row = 0; row < rows; row++)
            {
                greatest[(row * stride) + block] = Greatest(scores + (row * Tokens), Tokens);
            }
        }
    }
}
