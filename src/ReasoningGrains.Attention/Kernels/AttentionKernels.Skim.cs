using System.Runtime.CompilerServices;

namespace ReasoningGrains.Attention.Kernels;

internal sealed unsafe partial class AttentionKernels<TLanes, THot, TCold>
{
    /// <summary>Cold blocks that the tables of a query are made of.</summary>
    private const int Samples = 8;

    /// <summary>Blocks from the request for a sketch to its use: memory answers that late.</summary>
    private const int SketchesAhead = 4;

    [SkipLocalsInit]
    public void Skim(float* queries, int rows, nint* heads, nint* sketches, int blocks, float* greatest, int stride)
    {
        var scores = stackalloc float[rows * Tokens];
        var factors = stackalloc float[2 * rows];
        var magnitudes = factors + rows;
        var filled = (rows + TLanes.Width - 1) / TLanes.Width * TLanes.Width;
        var turned = stackalloc float[dim * filled];
        var workspace = stackalloc byte[WorkspaceBytes * filled * dim];
        var tables = stackalloc sbyte[rows * SignSketch.TableEntries(dim)];
        for (var row = 0; row < rows; row++)
        {
            magnitudes[row] = SixteenBits<TLanes>.Magnitude(queries + (row * dim), dim);
        }

        Turn(queries, rows, turned, filled);
        var samples = stackalloc nint[Samples];
        if (Sample(heads, sketches, blocks, samples) is > 0 and var count)
        {
            TCold.Tabulate<TLanes>(queries, rows, samples, count, dim, (float*)workspace, tables, factors);
        }

        for (var block = 0; block < blocks; block++)
        {
            if (block + SketchesAhead < blocks && sketches[block + SketchesAhead] != 0)
            {
                TCold.PrefetchSketch((byte*)sketches[block + SketchesAhead], dim);
            }

            if (block + 1 < blocks && sketches[block + 1] == 0)
            {
                Prefetch.Range((byte*)heads[block + 1], MatrixBytes(cold: false));
            }

            if (sketches[block] != 0)
            {
                TCold.Skim<TLanes>(turned, rows, tables, factors, (byte*)sketches[block], dim, (float*)workspace, greatest + block, stride);
                continue;
            }

            THot.Score<TLanes>(queries, rows, magnitudes, (byte*)heads[block], dim, workspace, scores, Tokens, default);
            for (var row = 0; row < rows; row++)
            {
                greatest[(row * stride) + block] = Greatest(scores + (row * Tokens), Tokens);
            }
        }
    }

    /// <summary>[rows, dim] as [dim, filled].</summary>
    private void Turn(float* queries, int rows, float* turned, int filled)
    {
        for (var d = 0; d < dim; d++)
        {
            for (var row = 0; row < filled; row++)
            {
                turned[(d * filled) + row] = row < rows ? queries[(row * dim) + d] : 0;
            }
        }
    }

    /// <summary>Some of the cold blocks, from all over.</summary>
    private static int Sample(nint* heads, nint* sketches, int blocks, nint* samples)
    {
        var all = blocks - new ReadOnlySpan<nint>(sketches, blocks).Count(0);
        var (count, seen) = (0, 0);
        for (var block = 0; block < blocks && count < Samples; block++)
        {
            if (sketches[block] != 0 && seen++ * Math.Min(Samples, all) >= count * all)
            {
                samples[count++] = heads[block];
            }
        }

        return count;
    }
}
