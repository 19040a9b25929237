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
        // Rows that fill a register up are of zeros.
        var left = stackalloc sbyte[width * terms];
        var factors = stackalloc float[width];
        var offsets = stackalloc float[width];
        var sums = stackalloc float[2 * width];
        var most = stackalloc TQuads[2 * width];
        var cold = stackalloc int[blocks + 1];
        new Span<sbyte>(left, width * terms).Clear();
        new Span<float>(factors, width).Clear();
        new Span<float>(offsets, width).Clear();
        new Span<float>(sums, 2 * width).Clear();
        Project(queries, rows, by, left, factors, offsets);
        var count = ListCold(sketches, blocks, cold);
        for (var i = 0; i < count; i += 2)
        {
            for (var ahead = i + SketchesAhead; ahead < Math.Min(count, i + SketchesAhead + 2); ahead++)
            {
                Prefetch.Range((byte*)sketches[cold[ahead]], KeySketch.Bytes(dim));
            }

            byte* first = (byte*)sketches[cold[i]], second = (byte*)sketches[cold[i + 1]];
            switch (terms)
            {
                case 8: Greatest<Count1>(first, second, left, rows, most, sums, width); break;
                case 16: Greatest<Count2>(first, second, left, rows, most, sums, width); break;
                default: Greatest<Count3>(first, second, left, rows, most, sums, width); break;
            }

            for (var row = 0; row < width; row += TLanes.Width)
            {
                TLanes factor = TLanes.Load(factors + row), offset = TLanes.Load(offsets + row);
                TLanes.Store(TLanes.MultiplyAdd(TLanes.Load(sums + row), factor, offset), greatest + (cold[i] * width) + row);
                TLanes.Store(TLanes.MultiplyAdd(TLanes.Load(sums + width + row), factor, offset), greatest + (cold[i + 1] * width) + row);
            }
        }
    }

    /// <summary>Lists the blocks that have a sketch; one that would be without a neighbour twice.</summary>
    /// <returns>An even number.</returns>
    private static int ListCold(nint* sketches, int blocks, int* cold)
    {
        var count = 0;
        for (var block = 0; block < blocks; block++)
        {
            if (sketches[block] != 0)
            {
                cold[count++] = block;
            }
        }

        if (count % 2 == 1)
        {
            cold[count] = cold[count - 1];
            count++;
        }

        return count;
    }

    /// <summary>What levels are multiplied with: bytes, so that sums have room.</summary>
    /// <param name="queries">[rows, headDim].</param>
    /// <param name="rows">How many.</param>
    /// <param name="by">The sketch.</param>
    /// <param name="left">[rows, terms], out.</param>
    /// <param name="factors">[rows], out: what sums are to be multiplied by.</param>
    /// <param name="offsets">[rows], out: what is added then.</param>
    [SkipLocalsInit]
    private void Project(float* queries, int rows, KeySketch by, sbyte* left, float* factors, float* offsets)
    {
        var (terms, columns) = (KeySketch.Terms(dim), KeySketch.Columns(dim));
        var projected = stackalloc float[rows * columns];
        new Span<float>(projected, rows * columns).Clear();
        fixed (float* start = by.QueryFactors)
        {
            var address = (nint)start;
            Products<FloatTerms<TLanes>>.Multiply((byte*)queries, dim, &address, dim, dim, columns, projected, columns, rows);
        }

        for (var row = 0; row < rows; row++, left += terms, projected += columns)
        {
            var values = new ReadOnlySpan<float>(projected, terms);
            var most = MathF.Abs(TensorPrimitives.MaxMagnitude(values));
            // Each is rounded by half at most.
            var factor = MathF.Max(most / sbyte.MaxValue, TensorPrimitives.SumOfMagnitudes(values) / (IQuads<TQuads>.MostBytes - (terms / 2f)));
            var sum = 0;
            for (var i = 0; i < terms; i++)
            {
                left[i] = factor > 0 ? (sbyte)MathF.Round(values[i] / factor) : (sbyte)0;
                sum += left[i];
            }

            (factors[row], offsets[row]) = (factor, projected[terms] - (KeySketch.Middle * factor * sum));
        }
    }

    /// <summary>sums[b, r] = max_t Σ_i left[r, i] · level i of token t of block b, of two blocks. All levels of some of their tokens stay in registers while the rows pass.</summary>
    /// <typeparam name="TQuarters">How many times four rows of bytes a sketch has, each of which are eight terms.</typeparam>
    /// <param name="first">[quarters, <see cref="KeySketch.Tokens"/>, 4].</param>
    /// <param name="second">The other block's.</param>
    /// <param name="left">[rows, terms], rows of zeros up to a multiple of four.</param>
    /// <param name="rows">How many.</param>
    /// <param name="most">[2, width], overwritten.</param>
    /// <param name="sums">[2, width], out.</param>
    /// <param name="width">A multiple of four, no less than the rows.</param>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Greatest<TQuarters>(byte* first, byte* second, sbyte* left, int rows, TQuads* most, float* sums, int width)
        where TQuarters : struct, ICount
    {
        const int Quarter = KeySketch.Tokens * 4;
        var terms = 8 * TQuarters.Value;
        for (var token = 0; token < KeySketch.Tokens; token += TQuads.Width)
        {
            byte* x = first + (4 * token), y = second + (4 * token);
            TQuads x0 = TQuads.Load(x), y0 = TQuads.Load(y), x2 = default, y2 = default, x4 = default, y4 = default;
            TQuads x1 = TQuads.UpperHalves(x0), y1 = TQuads.UpperHalves(y0), x3 = default, y3 = default, x5 = default, y5 = default;
            (x0, y0) = (TQuads.LowerHalves(x0), TQuads.LowerHalves(y0));
            if (TQuarters.Value > 1)
            {
                (x2, y2) = (TQuads.Load(x + Quarter), TQuads.Load(y + Quarter));
                (x3, y3) = (TQuads.UpperHalves(x2), TQuads.UpperHalves(y2));
                (x2, y2) = (TQuads.LowerHalves(x2), TQuads.LowerHalves(y2));
            }

            if (TQuarters.Value > 2)
            {
                (x4, y4) = (TQuads.Load(x + (2 * Quarter)), TQuads.Load(y + (2 * Quarter)));
                (x5, y5) = (TQuads.UpperHalves(x4), TQuads.UpperHalves(y4));
                (x4, y4) = (TQuads.LowerHalves(x4), TQuads.LowerHalves(y4));
            }

            var bytes = left;
            for (var row = 0; row < rows; row += 4, bytes += 4 * terms)
            {
                Sum<TQuarters>(bytes, x0, x1, x2, x3, x4, x5, y0, y1, y2, y3, y4, y5, out var a0, out var b0);
                Sum<TQuarters>(bytes + terms, x0, x1, x2, x3, x4, x5, y0, y1, y2, y3, y4, y5, out var a1, out var b1);
                Sum<TQuarters>(bytes + (2 * terms), x0, x1, x2, x3, x4, x5, y0, y1, y2, y3, y4, y5, out var a2, out var b2);
                Sum<TQuarters>(bytes + (3 * terms), x0, x1, x2, x3, x4, x5, y0, y1, y2, y3, y4, y5, out var a3, out var b3);
                Greatest(token, a0, a1, a2, a3, most + row, sums + row);
                Greatest(token, b0, b1, b2, b3, most + width + row, sums + width + row);
            }
        }
    }

    /// <summary>The sums of a row and the tokens of a register of either block: they share the row's bytes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Sum<TQuarters>(sbyte* left, TQuads x0, TQuads x1, TQuads x2, TQuads x3, TQuads x4, TQuads x5, TQuads y0, TQuads y1, TQuads y2, TQuads y3, TQuads y4, TQuads y5, out TQuads a, out TQuads b)
        where TQuarters : struct, ICount
    {
        TQuads sumsOfX = default, sumsOfY = default;
        MultiplyAdd(x0, y0, left, ref sumsOfX, ref sumsOfY);
        MultiplyAdd(x1, y1, left + 4, ref sumsOfX, ref sumsOfY);
        if (TQuarters.Value > 1)
        {
            MultiplyAdd(x2, y2, left + 8, ref sumsOfX, ref sumsOfY);
            MultiplyAdd(x3, y3, left + 12, ref sumsOfX, ref sumsOfY);
        }

        if (TQuarters.Value > 2)
        {
            MultiplyAdd(x4, y4, left + 16, ref sumsOfX, ref sumsOfY);
            MultiplyAdd(x5, y5, left + 20, ref sumsOfX, ref sumsOfY);
        }

        (a, b) = (TQuads.Total(sumsOfX), TQuads.Total(sumsOfY));
    }

    /// <summary>Keeps the greatest so far of four rows of a block, or tells them when these are its last tokens.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Greatest(int token, TQuads a, TQuads b, TQuads c, TQuads d, TQuads* most, float* greatest)
    {
        if (token > 0)
        {
            (a, b) = (TQuads.Max(a, most[0]), TQuads.Max(b, most[1]));
            (c, d) = (TQuads.Max(c, most[2]), TQuads.Max(d, most[3]));
        }

        if (token + TQuads.Width < KeySketch.Tokens)
        {
            (most[0], most[1], most[2], most[3]) = (a, b, c, d);
        }
        else
        {
            TQuads.StoreHorizontalMax(a, b, c, d, greatest);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void MultiplyAdd(TQuads x, TQuads y, sbyte* left, ref TQuads a, ref TQuads b)
    {
        var bytes = TQuads.Broadcast(left);
        (a, b) = (TQuads.MultiplyAdd(x, bytes, a), TQuads.MultiplyAdd(y, bytes, b));
    }
}
