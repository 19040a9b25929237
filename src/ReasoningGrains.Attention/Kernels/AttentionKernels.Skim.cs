using System.Runtime.CompilerServices;

namespace ReasoningGrains.Attention.Kernels;

internal sealed unsafe partial class AttentionKernels<TLanes, THot, TCold>
{
    /// <summary>Blocks from the request for a sketch to its use: memory answers that late.</summary>
    private const int SketchesAhead = 8;

    [SkipLocalsInit]
    public void Skim(float* queries, int rows, nint* heads, nint* sketches, int blocks, float* greatest, int stride, KeySketch? by)
    {
        var terms = KeySketch.Terms(dim);
        var left = stackalloc short[rows * terms];
        var factors = stackalloc float[rows];
        var offsets = stackalloc float[rows];
        var products = stackalloc float[rows * Tokens];
        for (var row = 0; by is not null && row < rows; row++)
        {
            var projected = products;
            offsets[row] = by.Project(new ReadOnlySpan<float>(queries + (row * dim), dim), new Span<float>(projected, terms));
            factors[row] = SixteenBits<TLanes>.Round(projected, terms, terms, SixteenBits<TLanes>.Magnitude(projected, terms), left + (row * terms));
        }

        var hot = false;
        for (var block = 0; block < blocks; block++)
        {
            if (sketches[block] == 0)
            {
                Look(queries, rows, heads + block, &hot, 1, greatest + block, stride);
                continue;
            }

            if (block + SketchesAhead < blocks && sketches[block + SketchesAhead] is not 0 and var ahead)
            {
                Prefetch.Range((byte*)ahead, KeySketch.Bytes(dim));
            }

            TCold.Skim(left, rows, (byte*)sketches[block], terms, products);
            for (var row = 0; row < rows; row++)
            {
                greatest[(row * stride) + block] = (Greatest(products + (row * Tokens), Tokens) * factors[row]) + offsets[row];
            }
        }
    }

    [SkipLocalsInit]
    public void Look(float* queries, int rows, nint* heads, bool* cold, int blocks, float* greatest, int stride)
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

            Score(cold[block], queries, rows, magnitudes, (byte*)heads[block], workspace, scores, Tokens, default);
            for (var row = 0; row < rows; row++)
            {
                greatest[(row * stride) + block] = Greatest(scores + (row * Tokens), Tokens);
            }
        }
    }
}
