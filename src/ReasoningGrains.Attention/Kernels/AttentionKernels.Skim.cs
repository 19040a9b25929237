using System.Runtime.CompilerServices;

namespace ReasoningGrains.Attention.Kernels;

internal sealed unsafe partial class AttentionKernels<TLanes, TElement>
{
    [SkipLocalsInit]
    public void Skim(float* queries, int rows, nint* heads, int blocks, float* greatest, int stride)
    {
        var scores = stackalloc float[rows * Tokens];
        for (var block = 0; block < blocks; block++)
        {
            var head = (byte*)heads[block];
            if (block + 1 < blocks)
            {
                Prefetch.Range((byte*)heads[block + 1], valuesOffset);
            }

            Products<TLanes, TElement>.Scores(queries, dim, head, scores, Tokens, rows);
            Scale(scores, Tokens, rows, (float*)(head + scalesOffset));
            for (var row = 0; row < rows; row++)
            {
                greatest[(row * stride) + block] = Greatest(scores + (row * Tokens), Tokens);
            }
        }
    }
}
