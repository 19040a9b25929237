using System.Runtime.CompilerServices;

namespace ReasoningGrains.Attention.Kernels;

internal sealed unsafe partial class AttentionKernels<TLanes, THot, TCold>
{
    /// <summary>Cold blocks that the tables of a query are made of.</summary>
    private const int Samples = 8;

    /// <summary>Blocks from the request for a sketch to its use: memory answers that late.</summary>
    private const int SketchesAhead = 4;

    [SkipLocalsInit]
    public void Skim(float* queries, int rows, nint* heads, bool* cold, int blocks, float* greatest, int stride)
    {
        var scores = stackalloc float[rows * Tokens];
        var factors = stackalloc float[2 * rows];
        var magnitudes = factors + rows;
        var workspace = stackalloc byte[WorkspaceBytes * rows * dim];
        var tables = stackalloc sbyte[rows * SignSketch.Bytes(dim)];
        for (var row = 0; row < rows; row++)
        {
            magnitudes[row] = SixteenBits<TLanes>.Magnitude(queries + (row * dim), dim);
        }

        var samples = stackalloc nint[Samples];
        if (Sample(heads, cold, blocks, samples) is > 0 and var count)
        {
            TCold.Tabulate<TLanes>(queries, rows, samples, count, dim, (float*)workspace, tables, factors);
        }

        for (var block = 0; block < blocks; block++)
        {
            if (block + SketchesAhead < blocks && cold[block + SketchesAhead])
            {
                TCold.PrefetchSketch((byte*)heads[block + SketchesAhead], dim);
            }

            if (block + 1 < blocks && !cold[block + 1])
            {
                Prefetch.Range((byte*)heads[block + 1], MatrixBytes(cold: false));
            }

            if (cold[block])
            {
                TCold.Skim<TLanes>(queries, rows, tables, factors, (byte*)heads[block], dim, (float*)workspace, greatest + block, stride);
                continue;
            }

            THot.Score<TLanes>(queries, rows, magnitudes, (byte*)heads[block], dim, workspace, scores, Tokens, default);
            for (var row = 0; row < rows; row++)
            {
                greatest[(row * stride) + block] = Greatest(scores + (row * Tokens), Tokens);
            }
        }
    }

    /// <summary>Some of the cold blocks, from all over.</summary>
    private static int Sample(nint* heads, bool* cold, int blocks, nint* samples)
    {
        var all = new ReadOnlySpan<bool>(cold, blocks).Count(true);
        var (count, seen) = (0, 0);
        for (var block = 0; block < blocks && count < Samples; block++)
        {
            if (cold[block] && seen++ * Math.Min(Samples, all) >= count * all)
            {
                samples[count++] = heads[block];
            }
        }

        return count;
    }
}
