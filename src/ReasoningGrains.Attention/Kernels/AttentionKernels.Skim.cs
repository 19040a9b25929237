using System.Numerics.Tensors;
using System.Runtime.CompilerServices;

namespace ReasoningGrains.Attention.Kernels;

internal sealed unsafe partial class AttentionKernels<TLanes, TPairs, TQuads, THot, TCold>
{
    /// <summary>Blocks from the request for a sketch to its use: memory answers that late.</summary>
    private const int SketchesAhead = 8;

    public void Skim(float* queries, int rows, nint* heads, nint* sketches, int blocks, float* greatest, KeySketch? by)
    {
        ScoreHot(queries, rows, heads, sketches, blocks, greatest);
        if (by is not null)
        {
            SkimCold(queries, rows, sketches, blocks, greatest, by);
        }
    }

    /// <summary>The blocks without a sketch, by their keys.</summary>
    [SkipLocalsInit]
    private void ScoreHot(float* queries, int rows, nint* heads, nint* sketches, int blocks, float* greatest)
    {
        var magnitudes = stackalloc float[rows];
        var scores = stackalloc float[rows * Tokens];
        var workspace = stackalloc byte[WorkspaceBytes * rows * dim];
        for (var row = 0; row < rows; row++)
        {
            magnitudes[row] = SixteenBits<TLanes>.Magnitude(queries + (row * dim), dim);
        }

        for (var block = 0; block < blocks; block++)
        {
            if (sketches[block] != 0)
            {
                continue;
            }

            THot.Score<TLanes>(queries, rows, magnitudes, (byte*)heads[block], dim, workspace, scores, Tokens, default);
            var ofBlock = greatest + (block * IAttentionKernels.SkimRow(rows));
            for (var row = 0; row < rows; row++)
            {
                ofBlock[row] = Greatest(scores + (row * Tokens), Tokens);
            }

            new Span<float>(ofBlock + rows, IAttentionKernels.SkimRow(rows) - rows).Clear();
        }
    }

    /// <summary>The others, by their sketches.</summary>
    [SkipLocalsInit]
    private void SkimCold(float* queries, int rows, nint* sketches, int blocks, float* greatest, KeySketch by)
    {
        var (terms, width) = (KeySketch.Terms(dim), IAttentionKernels.SkimRow(rows));
        var left = stackalloc sbyte[rows * terms];
        var factors = stackalloc float[width];
        var offsets = stackalloc float[width];
        var sums = stackalloc float[width];
        new Span<float>(factors, width).Clear();
        new Span<float>(offsets, width).Clear();
        new Span<float>(sums, width).Clear();
        var levels = stackalloc TQuads[terms / 4 * (Tokens / TQuads.Width)];
        for (var row = 0; row < rows; row++)
        {
            (factors[row], offsets[row]) = Project(by, new ReadOnlySpan<float>(queries + (row * dim), dim), new Span<sbyte>(left + (row * terms), terms));
        }

        for (var block = 0; block < blocks; block++)
        {
            if (sketches[block] == 0)
            {
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

            var first = 0;
            for (; first + 4 <= rows; first += 4)
            {
                Greatest<Count4>(levels, left + (first * terms), terms, sums + first);
            }

            for (; first < rows; first++)
            {
                Greatest<Count1>(levels, left + (first * terms), terms, sums + first);
            }

            for (var row = 0; row < width; row += TLanes.Width)
            {
                TLanes.Store(TLanes.MultiplyAdd(TLanes.Load(sums + row), TLanes.Load(factors + row), TLanes.Load(offsets + row)), greatest + (block * width) + row);
            }
        }
    }

    /// <summary>What levels are multiplied with: bytes, so that sums have room.</summary>
    /// <returns>What a sum is to be multiplied by, and what is added then.</returns>
    [SkipLocalsInit]
    private static (float Factor, float Offset) Project(KeySketch by, ReadOnlySpan<float> query, Span<sbyte> bytes)
    {
        Span<float> terms = stackalloc float[bytes.Length];
        var offset = by.Project(query, terms);
        var most = MathF.Abs(TensorPrimitives.MaxMagnitude<float>(terms));
        // Each is rounded by half at most.
        var factor = MathF.Max(most / sbyte.MaxValue, TensorPrimitives.SumOfMagnitudes<float>(terms) / (IQuads<TQuads>.MostBytes - (terms.Length / 2f)));
        var sum = 0;
        for (var i = 0; i < terms.Length; i++)
        {
            bytes[i] = factor > 0 ? (sbyte)MathF.Round(terms[i] / factor) : (sbyte)0;
            sum += bytes[i];
        }

        return (factor, offset - (KeySketch.Middle * factor * sum));
    }

    /// <summary>sums[r] = max_t Σ_i left[r, i] · level i of token t.</summary>
    /// <param name="levels">[terms / 4, 32]: four of each token.</param>
    /// <param name="left">[rows, terms].</param>
    /// <param name="terms">How many.</param>
    /// <param name="sums">[rows].</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Greatest<TRows>(TQuads* levels, sbyte* left, nint terms, float* sums)
        where TRows : struct, ICount
    {
        TQuads most0 = default, most1 = default, most2 = default, most3 = default;
        for (nint t = 0; t < Tokens / TQuads.Width; t += 2)
        {
            // Two registers at once: they share the left side.
            TQuads a0 = default, a1 = default, a2 = default, a3 = default;
            TQuads b0 = default, b1 = default, b2 = default, b3 = default;
            var level = levels + t;
            for (sbyte* row0 = left, row1 = left + terms, row2 = row1 + terms, row3 = row2 + terms, end = row1; row0 < end; level += Tokens / TQuads.Width)
            {
                var (x, y) = (level[0], level[1]);
                MultiplyAdd(x, y, ref row0, ref a0, ref b0);
                if (TRows.Value > 1)
                {
                    MultiplyAdd(x, y, ref row1, ref a1, ref b1);
                    MultiplyAdd(x, y, ref row2, ref a2, ref b2);
                    MultiplyAdd(x, y, ref row3, ref a3, ref b3);
                }
            }

            most0 = Most(t, most0, a0, b0);
            if (TRows.Value > 1)
            {
                (most1, most2, most3) = (Most(t, most1, a1, b1), Most(t, most2, a2, b2), Most(t, most3, a3, b3));
            }
        }

        if (TRows.Value > 1)
        {
            TQuads.StoreHorizontalMax(most0, most1, most2, most3, sums);
        }
        else
        {
            *sums = TQuads.HorizontalMax(most0);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void MultiplyAdd(TQuads x, TQuads y, ref sbyte* left, ref TQuads a, ref TQuads b)
    {
        var bytes = TQuads.Broadcast(left);
        left += 4;
        (a, b) = (TQuads.MultiplyAdd(x, bytes, a), TQuads.MultiplyAdd(y, bytes, b));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TQuads Most(nint token, TQuads most, TQuads a, TQuads b)
    {
        var more = TQuads.Max(TQuads.Total(a), TQuads.Total(b));
        return token == 0 ? more : TQuads.Max(most, more);
    }
}
