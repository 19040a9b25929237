using System.Numerics.Tensors;
using System.Runtime.CompilerServices;

namespace ReasoningGrains.Attention.Kernels;

internal sealed unsafe partial class AttentionKernels<TLanes, THot, TCold, TQuads>
{
    /// <summary>Blocks from the request for a sketch to its use: memory answers that late.</summary>
    private const int SketchesAhead = 8;

    [SkipLocalsInit]
    public void Skim(float* queries, int rows, nint* heads, nint* sketches, int blocks, float* greatest, int stride, KeySketch? by)
    {
        var terms = KeySketch.Terms(dim);
        var left = stackalloc sbyte[rows * terms];
        var factors = stackalloc float[rows];
        var offsets = stackalloc float[rows];
        var levels = stackalloc TQuads[terms / 4 * (Tokens / TQuads.Width)];
        for (var row = 0; by is not null && row < rows; row++)
        {
            (factors[row], offsets[row]) = Project(by, new ReadOnlySpan<float>(queries + (row * dim), dim), new Span<sbyte>(left + (row * terms), terms));
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

            for (var i = 0; i < terms / 4 * (Tokens / TQuads.Width); i++)
            {
                levels[i] = TQuads.LoadLevels((byte*)sketches[block] + (i * TQuads.Width * sizeof(ushort)));
            }

            for (var row = 0; row < rows; row++)
            {
                greatest[(row * stride) + block] = (GreatestOfLevels(levels, left + (row * terms), terms) * factors[row]) + offsets[row];
            }
        }
    }

    /// <summary>What levels are multiplied with: bytes, so many that sums have room.</summary>
    /// <returns>What a sum is to be multiplied by, and what is added then.</returns>
    [SkipLocalsInit]
    private static (float Factor, float Offset) Project(KeySketch by, ReadOnlySpan<float> query, Span<sbyte> bytes)
    {
        Span<float> terms = stackalloc float[bytes.Length];
        var offset = by.Project(query, terms);
        // Each is rounded by half at most.
        var most = MathF.Abs(TensorPrimitives.MaxMagnitude<float>(terms));
        var factor = MathF.Max(most / sbyte.MaxValue, TensorPrimitives.SumOfMagnitudes<float>(terms) / (IQuads<TQuads>.MostBytes - (terms.Length / 2f)));
        for (var i = 0; i < terms.Length; i++)
        {
            bytes[i] = factor > 0 ? (sbyte)MathF.Round(terms[i] / factor) : (sbyte)0;
        }

        return (factor, offset);
    }

    /// <summary>max_t Σ_i left[i] · level i of token t.</summary>
    /// <param name="levels">[terms / 4, 32]: four of each token.</param>
    /// <param name="left">[terms].</param>
    /// <param name="terms">How many.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int GreatestOfLevels(TQuads* levels, sbyte* left, int terms)
    {
        TQuads most = default;
        for (var t = 0; t < Tokens / TQuads.Width; t++)
        {
            TQuads sums = default;
            for (var i = 0; i < terms / 4; i++)
            {
                sums = TQuads.MultiplyAdd(levels[(i * (Tokens / TQuads.Width)) + t], TQuads.Broadcast(left + (4 * i)), sums);
            }

            most = t == 0 ? TQuads.Total(sums) : TQuads.Max(most, TQuads.Total(sums));
        }

        return TQuads.HorizontalMax(most);
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
