using System.Runtime.CompilerServices;

namespace ReasoningGrains.Attention.Kernels;

internal sealed unsafe partial class AttentionKernels<TLanes, THot, TCold>
{
    [SkipLocalsInit]
    public void Skim(float* queries, int rows, nint* heads, bool* cold, int blocks, float* greatest, int stride)
    {
        var scores = stackalloc float[rows * Tokens];
        var magnitudes = stackalloc float[rows];
        var workspace = stackalloc byte[WorkspaceBytes * rows * dim];
        for (var row = 0; row < rows; row++)
        {
            magnitudes[row] = SixteenBits<TLanes>.Magnitude(queries + (row * dim), dim);
        }

        for (var block = 0; block < blocks; block++)
        {
            if (block + 1 < blocks)
            {
                Prefetch.Range((byte*)heads[block + 1], MatrixBytes(cold[block + 1]));
            }

            if (cold[block])
            {
                TCold.Skim<TLanes>(queries, rows, (byte*)heads[block], dim, workspace, greatest + block, stride);
                continue;
            }

            THot.Score<TLanes>(queries, rows, magnitudes, (byte*)heads[block], dim, workspace, scores, Tokens);
            for (var row = 0; row < rows; row++)
            {
                greatest[(row * stride) + block] = Greatest(scores + (row * Tokens), Tokens);
            }
        }
    }
}
