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
        var sums = stackalloc float[width];
        var most = stackalloc TQuads[width];
        new Span<sbyte>(left, width * terms).Clear();
        new Span<float>(factors, width).Clear();
        new Span<float>(offsets, width).Clear();
        new Span<float>(sums, width).Clear();
        Project(queries, rows, by, left, factors, offsets);
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

            switch (terms)
            {
                case 8: Greatest<Count1>((byte*)sketches[block], left, rows, most, sums); break;
                case 16: Greatest<Count2>((byte*)sketches[block], left, rows, most, sums); break;
                default: Greatest<Count3>((byte*)sketches[block], left, rows, most, sums); break;
            }

            for (var row = 0; row < width; row += TLanes.Width)
            {
                TLanes.Store(TLanes.MultiplyAdd(TLanes.Load(sums + row), TLanes.Load(factors + row), TLanes.Load(offsets + row)), greatest + (block * width) + row);
            }
        }
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

    /// <summary>sums[r] = max_t Σ_i left[r, i] · level i of token t. All levels of some tokens stay in registers while the rows pass.</summary>
    /// <typeparam name="TQuarters">How many times four rows of bytes a sketch has, each of which are eight terms.</typeparam>
    /// <param name="sketch">[quarters, 32, 4].</param>
    /// <param name="left">[rows, terms], rows of zeros up to a multiple of four.</param>
    /// <param name="rows">How many.</param>
    /// <param name="most">[rows up to a multiple of four], overwritten.</param>
    /// <param name="sums">[rows up to a multiple of four], out.</param>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Greatest<TQuarters>(byte* sketch, sbyte* left, int rows, TQuads* most, float* sums)
        where TQuarters : struct, ICount
    {
        var terms = 8 * TQuarters.Value;
        var quarter = Tokens * 4;
        for (var token = 0; token < Tokens; token += 2 * TQuads.Width)
        {
            byte* x = sketch + (4 * token), y = x + (4 * TQuads.Width);
            TQuads x0 = TQuads.Load(x), y0 = TQuads.Load(y), x2 = default, y2 = default, x4 = default, y4 = default;
            TQuads x1 = TQuads.UpperHalves(x0), y1 = TQuads.UpperHalves(y0), x3 = default, y3 = default, x5 = default, y5 = default;
            (x0, y0) = (TQuads.LowerHalves(x0), TQuads.LowerHalves(y0));
            if (TQuarters.Value > 1)
            {
                (x2, y2) = (TQuads.Load(x + quarter), TQuads.Load(y + quarter));
                (x3, y3) = (TQuads.UpperHalves(x2), TQuads.UpperHalves(y2));
                (x2, y2) = (TQuads.LowerHalves(x2), TQuads.LowerHalves(y2));
            }

            if (TQuarters.Value > 2)
            {
                (x4, y4) = (TQuads.Load(x + (2 * quarter)), TQuads.Load(y + (2 * quarter)));
                (x5, y5) = (TQuads.UpperHalves(x4), TQuads.UpperHalves(y4));
                (x4, y4) = (TQuads.LowerHalves(x4), TQuads.LowerHalves(y4));
            }

            var first = left;
            for (var row = 0; row < rows; row += 4, first += 4 * terms)
            {
                var a = Greatest<TQuarters>(first, x0, x1, x2, x3, x4, x5, y0, y1, y2, y3, y4, y5);
                var b = Greatest<TQuarters>(first + terms, x0, x1, x2, x3, x4, x5, y0, y1, y2, y3, y4, y5);
                var c = Greatest<TQuarters>(first + (2 * terms), x0, x1, x2, x3, x4, x5, y0, y1, y2, y3, y4, y5);
                var d = Greatest<TQuarters>(first + (3 * terms), x0, x1, x2, x3, x4, x5, y0, y1, y2, y3, y4, y5);
                if (token > 0)
                {
                    (a, b) = (TQuads.Max(a, most[row]), TQuads.Max(b, most[row + 1]));
                    (c, d) = (TQuads.Max(c, most[row + 2]), TQuads.Max(d, most[row + 3]));
                }

                if (token + (2 * TQuads.Width) < Tokens)
                {
                    (most[row], most[row + 1], most[row + 2], most[row + 3]) = (a, b, c, d);
                }
                else
                {
                    TQuads.StoreHorizontalMax(a, b, c, d, sums + row);
                }
            }
        }
    }

    /// <summary>The greater ones of the sums of two registers of tokens for one row: they share its bytes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TQuads Greatest<TQuarters>(sbyte* left, TQuads x0, TQuads x1, TQuads x2, TQuads x3, TQuads x4, TQuads x5, TQuads y0, TQuads y1, TQuads y2, TQuads y3, TQuads y4, TQuads y5)
        where TQuarters : struct, ICount
    {
        TQuads a = default, b = default;
        MultiplyAdd(x0, y0, left, ref a, ref b);
        MultiplyAdd(x1, y1, left + 4, ref a, ref b);
        if (TQuarters.Value > 1)
        {
            MultiplyAdd(x2, y2, left + 8, ref a, ref b);
            MultiplyAdd(x3, y3, left + 12, ref a, ref b);
        }

        if (TQuarters.Value > 2)
        {
            MultiplyAdd(x4, y4, left + 16, ref a, ref b);
            MultiplyAdd(x5, y5, left + 20, ref a, ref b);
        }

        return TQuads.Max(TQuads.Total(a), TQuads.Total(b));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void MultiplyAdd(TQuads x, TQuads y, sbyte* left, ref TQuads a, ref TQuads b)
    {
        var bytes = TQuads.Broadcast(left);
        (a, b) = (TQuads.MultiplyAdd(x, bytes, a), TQuads.MultiplyAdd(y, bytes, b));
    }
}
