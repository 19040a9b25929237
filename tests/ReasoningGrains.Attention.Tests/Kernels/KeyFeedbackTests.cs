using ReasoningGrains.Attention.Blocks;
using ReasoningGrains.Attention.Kernels;

namespace ReasoningGrains.Attention.Tests.Kernels;

/// <summary>Rounding that knows the queries against GPTQ's own recipe in double precision, which goes by the inverse of Σ q·qᵀ instead of its factor, and against what it is for.</summary>
public sealed unsafe class KeyFeedbackTests
{
    private const int Tokens = 32;

    public static TheoryData<KernelWidth, int, KvElement> Cases()
    {
        var data = new TheoryData<KernelWidth, int, KvElement>();
        foreach (var width in new[] { KernelWidth.Portable, KernelWidth.Vector256, KernelWidth.Vector512, KernelWidth.Widest })
        {
            data.Add(width, 16, KvElement.Float32);
            data.Add(width, 64, KvElement.Float32);
            data.Add(width, 64, KvElement.Int8);
            data.Add(width, 128, KvElement.Float32);
        }

        return data;
    }

    [Theory, MemberData(nameof(Cases))]
    public void Codes_are_those_of_the_recipe(KernelWidth width, int dim, KvElement element)
    {
        var shape = new KvShape(1, 1, 1, dim, element);
        var moments = Moments(Queries(dim, 200), dim);
        var (keys, codes) = Rounded(shape, width, KeyFeedback.Of(moments, dim));
        var expected = Recipe(keys, moments, dim);
        var same = 0;
        for (var d = 0; d < dim; d++)
        {
            for (var t = 0; t < Tokens; t++)
            {
                same += codes[d, t] == expected[d, t] ? 1 : 0;
            }
        }

        // Where a key lies in the middle between two levels floats may decide otherwise, and what follows in that token with it.
        Assert.InRange(same, dim * Tokens * 0.97, dim * Tokens);
    }

    [Theory, MemberData(nameof(Cases))]
    public void Queries_that_look_alike_see_less_of_the_errors(KernelWidth width, int dim, KvElement element)
    {
        var shape = new KvShape(1, 1, 1, dim, element);
        var queries = Queries(dim, 300);
        var feedback = KeyFeedback.Of(Moments(queries[..200], dim), dim);
        double Error(KeyFeedback? used)
        {
            var (keys, codes) = Rounded(shape, width, used);
            var values = Values(keys, codes, dim);
            return queries[200..].Average(q => Enumerable.Range(0, Tokens).Average(t => Math.Pow(Enumerable.Range(0, dim).Sum(d => q[d] * (values[d, t] - keys[d, t])), 2)));
        }

        // Of other queries than those it knows.
        Assert.InRange(Error(feedback) / Error(null), 0, 0.4);
    }

    [Fact]
    public void Queries_of_which_no_channel_tells_of_another_change_nothing()
    {
        const int Dim = 64;
        var moments = new float[Dim * Dim];
        for (var d = 0; d < Dim; d++)
        {
            moments[(d * Dim) + d] = 1 + (d * 7 % 5);
        }

        var shape = new KvShape(1, 1, 1, Dim, KvElement.Float32);
        Assert.Equal(Rounded(shape, KernelWidth.Widest, null).Codes, Rounded(shape, KernelWidth.Widest, KeyFeedback.Of(moments, Dim)).Codes);
    }

    [Theory]
    [InlineData(0f)]
    [InlineData(float.NaN)]
    [InlineData(float.PositiveInfinity)]
    public void Of_queries_that_say_nothing_there_is_none(float value) => Assert.Null(KeyFeedback.Of([.. Enumerable.Repeat(value, 16 * 16)], 16));

    /// <summary>Most of what they ask for lies in a few directions.</summary>
    private static double[][] Queries(int dim, int count)
    {
        var draw = new Random(3);
        double Normal() => Math.Sqrt(-2 * Math.Log(1 - draw.NextDouble())) * Math.Cos(2 * Math.PI * draw.NextDouble());
        var directions = Enumerable.Range(0, Math.Max(2, dim / 16)).Select(_ => Enumerable.Range(0, dim).Select(_ => Normal()).ToArray()).ToArray();
        return [.. Enumerable.Range(0, count).Select(_ =>
        {
            var query = Enumerable.Range(0, dim).Select(_ => 0.2 * Normal()).ToArray();
            foreach (var direction in directions)
            {
                var by = Normal();
                for (var d = 0; d < dim; d++)
                {
                    query[d] += by * direction[d];
                }
            }

            return query;
        })];
    }

    private static float[] Moments(double[][] queries, int dim)
    {
        var sums = new double[dim * dim];
        foreach (var query in queries)
        {
            for (var i = 0; i < dim; i++)
            {
                for (var j = 0; j < dim; j++)
                {
                    sums[(i * dim) + j] += query[i] * query[j];
                }
            }
        }

        return [.. sums.Select(s => (float)s)];
    }

    /// <summary>A block of random keys: as it is read before, and its codes in 4 bits.</summary>
    private static (double[,] Keys, int[,] Codes) Rounded(KvShape shape, KernelWidth width, KeyFeedback? feedback)
    {
        var (dim, draw) = (shape.HeadDim, new Random(29));
        var rotary = new RotaryTable(new double[dim / 2]);
        rotary.Reserve(1);
        var kernels = KernelChoice.Create(shape, rotary, width);
        var (hot, cold) = (GC.AllocateArray<byte>(shape.HeadBytes, pinned: true), GC.AllocateArray<byte>(shape.Cold.HeadBytes, pinned: true));
        var (keys, codes) = (new double[dim, Tokens], new int[dim, Tokens]);
        fixed (byte* head = hot, rounded = cold)
        {
            for (var t = 0; t < Tokens; t++)
            {
                var key = Enumerable.Range(0, 2 * dim).Select(_ => (draw.NextSingle() * 4) - 2).ToArray();
                fixed (float* from = key)
                {
                    kernels.Append(head, t, from, from + dim);
                }
            }

            for (var d = 0; d < dim; d++)
            {
                for (var t = 0; t < Tokens; t++)
                {
                    keys[d, t] = shape.Element == KvElement.Float32 ? ((float*)head)[(d * Tokens) + t] : ((sbyte*)head)[(((d / 2 * Tokens) + t) * 2) + (d % 2)] * (double)((float*)(head + (2 * dim * Tokens)))[t];
                }
            }

            KernelChoice.Rounding(shape, width).Round(head, rounded, feedback);
            for (var d = 0; d < dim; d++)
            {
                for (var t = 0; t < Tokens; t++)
                {
                    codes[d, t] = rounded[(d / 2 * Tokens) + t] >> (d % 2 * 4) & 15;
                }
            }
        }

        return (keys, codes);
    }

    /// <summary>What the codes stand for.</summary>
    private static double[,] Values(double[,] keys, int[,] codes, int dim)
    {
        var values = new double[dim, Tokens];
        for (var d = 0; d < dim; d++)
        {
            var (middle, step) = FourBits.Scale([.. Enumerable.Range(0, Tokens).Select(t => keys[d, t])]);
            for (var t = 0; t < Tokens; t++)
            {
                values[d, t] = middle + ((codes[d, t] - 7.5) * step);
            }
        }

        return values;
    }

    /// <summary>GPTQ (arXiv 2210.17323, algorithm 1) token by token: H = Σ q·qᵀ with 5 % of its mean diagonal added, channels in the order of the diagonal, U the upper Cholesky factor of H⁻¹; an error over U_ii goes to the channels that follow by row i of U.</summary>
    private static int[,] Recipe(double[,] keys, float[] moments, int dim)
    {
        int[] order = [.. Enumerable.Range(0, dim).OrderByDescending(d => moments[(d * dim) + d])];
        var mean = Enumerable.Range(0, dim).Average(d => (double)moments[(d * dim) + d]);
        var h = new double[dim, dim];
        for (var i = 0; i < dim; i++)
        {
            for (var j = 0; j < dim; j++)
            {
                h[i, j] = moments[(order[i] * dim) + order[j]] + (i == j ? 0.05 * mean : 0);
            }
        }

        var lower = Cholesky(Inverse(h, dim), dim);
        var codes = new int[dim, Tokens];
        for (var t = 0; t < Tokens; t++)
        {
            var key = Enumerable.Range(0, dim).Select(d => keys[d, t]).ToArray();
            for (var i = 0; i < dim; i++)
            {
                var d = order[i];
                var (middle, step) = FourBits.Scale([.. Enumerable.Range(0, Tokens).Select(s => keys[d, s])]);
                codes[d, t] = (int)Math.Clamp(Math.Round(((key[d] - middle) / step) + 7.5), 0, 15);
                var error = (key[d] - (middle + ((codes[d, t] - 7.5) * step))) / lower[i, i];
                for (var j = i + 1; j < dim; j++)
                {
                    key[order[j]] -= error * lower[j, i];
                }
            }
        }

        return codes;
    }

    private static double[,] Cholesky(double[,] matrix, int size)
    {
        var factor = new double[size, size];
        for (var i = 0; i < size; i++)
        {
            for (var j = 0; j <= i; j++)
            {
                var sum = matrix[i, j] - Enumerable.Range(0, j).Sum(k => factor[i, k] * factor[j, k]);
                factor[i, j] = i == j ? Math.Sqrt(sum) : sum / factor[j, j];
            }
        }

        return factor;
    }

    /// <summary>By Gauss and Jordan.</summary>
    private static double[,] Inverse(double[,] matrix, int size)
    {
        var (left, right) = ((double[,])matrix.Clone(), new double[size, size]);
        for (var i = 0; i < size; i++)
        {
            right[i, i] = 1;
        }

        for (var i = 0; i < size; i++)
        {
            var pivot = left[i, i];
            for (var c = 0; c < size; c++)
            {
                (left[i, c], right[i, c]) = (left[i, c] / pivot, right[i, c] / pivot);
            }

            for (var r = 0; r < size; r++)
            {
                var by = left[r, i];
                for (var c = 0; r != i && c < size; c++)
                {
                    (left[r, c], right[r, c]) = (left[r, c] - (by * left[i, c]), right[r, c] - (by * right[i, c]));
                }
            }
        }

        return right;
    }
}
