using System.Numerics.Tensors;
using ReasoningGrains.Attention.Blocks;
using ReasoningGrains.Attention.Kernels;

namespace ReasoningGrains.Attention.Tests.Kernels;

/// <summary>The quick look at blocks against their scores in double precision.</summary>
public sealed unsafe class SkimTests
{
    public static TheoryData<KernelWidth, int> Cases()
    {
        var data = new TheoryData<KernelWidth, int>();
        foreach (var width in new[] { KernelWidth.Portable, KernelWidth.Vector256, KernelWidth.Vector512, KernelWidth.Widest })
        {
            data.Add(width, 32);
            data.Add(width, 64);
            data.Add(width, 128);
        }

        return data;
    }

    /// <summary>Queries of a head look for a few things in different measure, among keys at random: one that is near to a query stands out, and on the whole scores are the exact ones.</summary>
    [Theory, MemberData(nameof(Cases))]
    public void What_a_query_looks_for_is_found_among_cold_blocks_and_hot_ones(KernelWidth width, int dim)
    {
        const int Rows = 7, Blocks = 40;
        var shape = new KvShape(1, Rows, 1, dim, KvElement.Float32);
        var rotary = new RotaryTable([.. Enumerable.Range(0, dim / 2).Select(i => Math.Pow(10000, -2.0 * i / dim))]);
        rotary.Reserve(1);
        var kernels = KernelChoice.Create(shape, rotary, width);
        var random = new Random(5);
        float[] Vector(int length) => [.. Enumerable.Range(0, length).Select(_ => (random.NextSingle() * 4) - 2)];
        float[][] things = [.. Enumerable.Range(0, 4).Select(_ => Vector(dim))];
        float[] Query()
        {
            var query = Vector(dim).Select(x => x / 20).ToArray();
            foreach (var thing in things)
            {
                var by = random.NextSingle() - 0.5f;
                TensorPrimitives.MultiplyAdd(thing, by, query, query);
            }

            TensorPrimitives.Multiply(query, MathF.Sqrt(dim) / TensorPrimitives.Norm<float>(query), query);
            return query;
        }

        var moments = new HeadMoments(shape);
        for (var token = 0; token < HeadMoments.LeastKeys; token++)
        {
            moments.AddQueries(0, 0, [.. Enumerable.Range(0, Rows).SelectMany(_ => Query())]);
            moments.AddKey(0, 0, Vector(dim));
        }

        Assert.True(moments.TrySketch());
        float[] queries = [.. Enumerable.Range(0, Rows).SelectMany(_ => Query())];
        var skimmed = new float[Blocks * IAttentionKernels.SkimRow(Rows)];
        var (result, exact) = (new float[Rows * Blocks], new double[Rows * Blocks]);
        var mean = new float[Blocks];
        var size = shape.Cold.HeadBytes + shape.Cold.SketchBytes;
        var (hot, cold) = (GC.AllocateArray<byte>(Blocks * shape.HeadBytes, pinned: true), GC.AllocateArray<byte>(Blocks * size, pinned: true));
        fixed (float* query = queries, greatest = skimmed, means = mean)
        fixed (byte* hotStart = hot, coldStart = cold)
        {
            nint* heads = stackalloc nint[Blocks];
            nint* sketches = stackalloc nint[Blocks];
            for (var block = 0; block < Blocks; block++)
            {
                var head = hotStart + (block * shape.HeadBytes);
                for (var token = 0; token < 32; token++)
                {
                    fixed (float* key = Vector(dim), value = Vector(dim))
                    {
                        kernels.Append(head, token, key, value);
                    }
                }

                // Row r looks for token 3 of block 5r.
                for (var d = 0; block % 5 == 0 && block / 5 < Rows && d < dim; d++)
                {
                    ((float*)head)[(d * 32) + 3] = queries[(block / 5 * dim) + d];
                }

                var isCold = block % 4 != 1;
                var rounded = coldStart + (block * size);
                KernelChoice.Rounding(shape, width).Round(head, rounded);
                KernelChoice.Rounding(shape, width).Sketch(head, rounded + shape.Cold.HeadBytes, moments.Sketch(0, 0)!);
                heads[block] = (nint)(isCold ? rounded : head);
                sketches[block] = isCold ? (nint)(rounded + shape.Cold.HeadBytes) : 0;
                for (var row = 0; row < Rows; row++)
                {
                    exact[(row * Blocks) + block] = Enumerable.Range(0, 32).Max(t => Enumerable.Range(0, dim).Sum(d => (double)queries[(row * dim) + d] * ((float*)head)[(d * 32) + t]));
                }
            }

            kernels.Skim(query, Rows, heads, sketches, Blocks, greatest, moments.Sketch(0, 0));
            for (var i = 0; i < result.Length; i++)
            {
                result[i] = skimmed[(i % Blocks * IAttentionKernels.SkimRow(Rows)) + (i / Blocks)];
            }

            // Three parts, the last of which is shorter.
            const int Part = 16;
            var skimRow = IAttentionKernels.SkimRow(Rows);
            float* parts = stackalloc float[3 * 2 * skimRow];
            for (var from = 0; from < Blocks; from += Part)
            {
                kernels.WeighSkimmed(greatest + (from * skimRow), Rows, Math.Min(Part, Blocks - from), parts + (from / Part * 2 * skimRow));
            }

            kernels.MeanOfSkimmed(greatest, parts, Rows, Blocks, Part, means);
        }

        for (var block = 0; block < Blocks; block++)
        {
            Assert.Equal(Enumerable.Range(0, Rows).Average(row => Softmax(result[(row * Blocks)..((row + 1) * Blocks)])[block]), mean[block], 1e-6);
        }

        for (var row = 0; row < Rows; row++)
        {
            // Its own key or one that another row put there, which may be as near.
            float[] scores = result[(row * Blocks)..((row + 1) * Blocks)];
            double[] scoresOfKeys = exact[(row * Blocks)..((row + 1) * Blocks)];
            var best = Array.IndexOf(scores, scores.Max());
            Assert.Equal(0, best % 5);
            Assert.InRange(scoresOfKeys[best], 0.9 * scoresOfKeys.Max(), double.MaxValue);
        }

        for (var i = 0; i < result.Length; i++)
        {
            if (i % Blocks % 4 == 1)
            {
                // Hot: by its keys.
                Assert.Equal(exact[i], result[i], 1e-3);
            }
        }

        // A sixth of what scores deviate by: queries look a little in every direction besides.
        Assert.InRange(exact.Zip(result).Average(pair => Math.Abs(pair.First - pair.Second)), 0, Math.Sqrt(4 / 3.0 * dim) / 6);
    }

    private static double[] Softmax(float[] scores)
    {
        var weights = scores.Select(s => Math.Exp(s - (double)scores.Max())).ToArray();
        return [.. weights.Select(w => w / weights.Sum())];
    }
}
