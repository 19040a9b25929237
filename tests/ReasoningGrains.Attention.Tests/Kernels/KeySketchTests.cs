using ReasoningGrains.Attention.Blocks;
using ReasoningGrains.Attention.Kernels;

namespace ReasoningGrains.Attention.Tests.Kernels;

/// <summary>Scores by sketches against those of the keys, and what they miss against the least that so many directions can miss: the eigenvalues left out, by Jacobi's method in double precision.</summary>
public sealed unsafe class KeySketchTests
{
    private const int Tokens = 32;
    private const int Keys = 400;

    [Theory, MemberData(nameof(KeyFeedbackTests.Cases), MemberType = typeof(KeyFeedbackTests))]
    public void Scores_miss_what_is_left_out_and_no_more(KernelWidth width, int dim, KvElement element)
    {
        var shape = new KvShape(1, 1, 1, dim, element);
        var (keys, queries) = (Vectors(dim, Keys, 5, offset: 3), Vectors(dim, 300, 7, offset: 0));
        var scores = Scores(shape, width, keys, queries, KeySketch.Of(Moments(queries, dim), Moments(keys, dim), Sum(keys, dim), Keys));
        double[] eigenvalues = [.. Eigenvalues(Seen(keys, queries, dim)).OrderDescending()];
        var kept = KeySketch.Directions(dim);
        // Half a level of 7 deviations over 15; 8 bits are exact beside that.
        var expected = eigenvalues[kept..].Sum() + (Math.Pow(7 / 15.0, 2) / 12 * eigenvalues[2..kept].Sum());
        var missed = 0.0;
        for (var q = 0; q < queries.Length; q++)
        {
            for (var k = 0; k < Keys; k++)
            {
                missed += Math.Pow(scores[(q * Keys) + k] - Dot(queries[q], keys[k]), 2) / Keys / queries.Length;
            }
        }

        // Queries are thought to be a little in every direction, and some keys lie beyond the span.
        Assert.InRange(missed / expected, 0.9, 1.25);
    }

    [Theory]
    [InlineData(0f)]
    [InlineData(float.NaN)]
    [InlineData(float.PositiveInfinity)]
    public void Where_queries_say_nothing_all_channels_count_alike(float moment)
    {
        const int Dim = 16;
        var shape = new KvShape(1, 1, 1, Dim, KvElement.Float32);
        var (keys, queries) = (Vectors(Dim, Keys, 5, offset: 3), Vectors(Dim, 20, 7, offset: 0));
        var alike = new float[Dim * Dim];
        for (var d = 0; d < Dim; d++)
        {
            alike[(d * Dim) + d] = 1;
        }

        float[] By(float[] moments) => Scores(shape, KernelWidth.Widest, keys, queries, KeySketch.Of(moments, Moments(keys, Dim), Sum(keys, Dim), Keys));
        var (expected, actual) = (By(alike), By([.. Enumerable.Repeat(moment, Dim * Dim)]));
        Assert.All(expected.Zip(actual), pair => Assert.Equal(pair.First, pair.Second, 0.5));
    }

    [Fact]
    public void Of_keys_that_are_all_alike_the_score_is_that_of_any_of_them()
    {
        const int Dim = 16;
        var (queries, key) = (Vectors(Dim, 20, 7, offset: 0), Vectors(Dim, 1, 5, offset: 3)[0]);
        double[][] keys = [.. Enumerable.Repeat(key, Keys)];
        var scores = Scores(new KvShape(1, 1, 1, Dim, KvElement.Float32), KernelWidth.Widest, keys, queries, KeySketch.Of(Moments(queries, Dim), Moments(keys, Dim), Sum(keys, Dim), Keys));
        for (var q = 0; q < queries.Length; q++)
        {
            Assert.Equal(Dot(queries[q], key), scores[q * Keys], 0.02 * Math.Sqrt(Dot(queries[q], queries[q]) * Dot(key, key)));
        }
    }

    /// <summary>[queries, keys], each key all over a block of its own.</summary>
    private static float[] Scores(KvShape shape, KernelWidth width, double[][] keys, double[][] queries, KeySketch by)
    {
        var dim = shape.HeadDim;
        var rotary = new RotaryTable(new double[dim / 2]);
        rotary.Reserve(1);
        var (kernels, rounding) = (KernelChoice.Create(shape, rotary, width), KernelChoice.Rounding(shape, width));
        var (hot, sketches) = (GC.AllocateArray<byte>(shape.HeadBytes, pinned: true), GC.AllocateArray<byte>(keys.Length * shape.Cold.SketchBytes, pinned: true));
        var (value, result) = (new float[dim], new float[keys.Length * IAttentionKernels.SkimRow(queries.Length)]);
        var places = new nint[keys.Length];
        fixed (byte* head = hot, start = sketches)
        fixed (nint* addresses = places)
        fixed (float* values = value, greatest = result, rows = queries.SelectMany(q => q).Select(x => (float)x).ToArray())
        {
            for (var k = 0; k < keys.Length; k++)
            {
                fixed (float* key = keys[k].Select(x => (float)x).ToArray())
                {
                    for (var t = 0; t < Tokens; t++)
                    {
                        kernels.Append(head, t, key, values);
                    }
                }

                addresses[k] = (nint)(start + (k * shape.Cold.SketchBytes));
                rounding.Sketch(head, (byte*)addresses[k], by);
            }

            kernels.Skim(rows, queries.Length, addresses, addresses, keys.Length, greatest, by);
        }

        return [.. Enumerable.Range(0, queries.Length * keys.Length).Select(i => result[(i % keys.Length * IAttentionKernels.SkimRow(queries.Length)) + (i / keys.Length)])];
    }

    /// <summary>They lie along some directions more than along others.</summary>
    private static double[][] Vectors(int dim, int count, int seed, double offset)
    {
        var random = new Random(seed);
        double Normal() => Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
        double[] Draw() => [.. Enumerable.Range(0, dim).Select(_ => Normal())];
        double[][] directions = [.. Enumerable.Range(0, dim).Select(_ => Draw())];
        var mean = Draw();
        return [.. Enumerable.Range(0, count).Select(_ =>
        {
            var vector = mean.Select(m => offset * m).ToArray();
            for (var i = 0; i < dim; i++)
            {
                var by = Normal() * Math.Pow(0.9, i);
                for (var d = 0; d < dim; d++)
                {
                    vector[d] += by * directions[i][d];
                }
            }

            return vector;
        })];
    }

    private static double Dot(double[] a, double[] b) => a.Zip(b).Sum(pair => pair.First * pair.Second);

    private static float[] Moments(double[][] vectors, int dim)
        => [.. Enumerable.Range(0, dim * dim).Select(i => (float)vectors.Sum(v => v[i / dim] * v[i % dim]))];

    private static float[] Sum(double[][] vectors, int dim) => [.. Enumerable.Range(0, dim).Select(d => (float)vectors.Sum(v => v[d]))];

    /// <summary>How scores differ from key to key: S^½ Q S^½ with Q the mean of q·qᵀ and S the covariance of keys has the eigenvalues of LᵀSL; here as CᵀQC with S = C·Cᵀ.</summary>
    private static double[,] Seen(double[][] keys, double[][] queries, int dim)
    {
        double[] mean = [.. Enumerable.Range(0, dim).Select(d => keys.Average(k => k[d]))];
        var factor = new double[dim, dim];
        for (var i = 0; i < dim; i++)
        {
            for (var j = 0; j <= i; j++)
            {
                var sum = keys.Average(k => (k[i] - mean[i]) * (k[j] - mean[j])) - Enumerable.Range(0, j).Sum(l => factor[i, l] * factor[j, l]);
                factor[i, j] = i == j ? Math.Sqrt(sum) : sum / factor[j, j];
            }
        }

        double[][] turned = [.. queries.Select(q => Enumerable.Range(0, dim).Select(j => Enumerable.Range(j, dim - j).Sum(i => factor[i, j] * q[i])).ToArray())];
        var seen = new double[dim, dim];
        for (var i = 0; i < dim; i++)
        {
            for (var j = 0; j < dim; j++)
            {
                seen[i, j] = turned.Average(t => t[i] * t[j]);
            }
        }

        return seen;
    }

    private static double[] Eigenvalues(double[,] matrix)
    {
        var size = matrix.GetLength(0);
        for (var sweep = 0; sweep < 12; sweep++)
        {
            for (var p = 0; p < size; p++)
            {
                for (var q = p + 1; q < size; q++)
                {
                    var angle = 0.5 * Math.Atan2(2 * matrix[p, q], matrix[q, q] - matrix[p, p]);
                    var (sin, cos) = Math.SinCos(angle);
                    for (var k = 0; k < size; k++)
                    {
                        (matrix[k, p], matrix[k, q]) = ((cos * matrix[k, p]) - (sin * matrix[k, q]), (sin * matrix[k, p]) + (cos * matrix[k, q]));
                    }

                    for (var k = 0; k < size; k++)
                    {
                        (matrix[p, k], matrix[q, k]) = ((cos * matrix[p, k]) - (sin * matrix[q, k]), (sin * matrix[p, k]) + (cos * matrix[q, k]));
                    }
                }
            }
        }

        return [.. Enumerable.Range(0, size).Select(i => matrix[i, i])];
    }
}
