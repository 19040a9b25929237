using ReasoningGrains.Attention.Blocks;
using ReasoningGrains.Attention.Kernels;

namespace ReasoningGrains.Attention.Tests.Kernels;

/// <summary>The quick look at cold blocks against their scores in double precision.</summary>
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

    [Theory, MemberData(nameof(Cases))]
    public void The_greatest_score_of_a_cold_block_is_near_the_exact_one(KernelWidth width, int dim)
    {
        const int Rows = 7;
        var shape = new KvShape(1, Rows, 1, dim, KvElement.Float32);
        var rotary = new RotaryTable([.. Enumerable.Range(0, dim / 2).Select(i => Math.Pow(10000, -2.0 * i / dim))]);
        rotary.Reserve(1);
        var kernels = KernelChoice.Create(shape, rotary, width);
        var random = new Random(5);
        float[] Vector(int length) => [.. Enumerable.Range(0, length).Select(_ => (random.NextSingle() * 4) - 2)];
        var (hot, cold, queries, greatest) = (new byte[shape.HeadBytes], new byte[shape.Cold.HeadBytes], Vector(Rows * dim), new float[Rows * 3]);
        fixed (byte* head = hot, rounded = cold)
        fixed (float* query = queries, result = greatest)
        {
            for (var token = 0; token < 32; token++)
            {
                fixed (float* key = Vector(dim), value = Vector(dim))
                {
                    kernels.Append(head, token, key, value);
                }
            }

            KernelChoice.Rounding(shape, width).Round(head, rounded);
            var isCold = true;
            var address = (nint)rounded;
            kernels.Skim(query, Rows, &address, &isCold, 1, result + 1, 3);
            for (var row = 0; row < Rows; row++)
            {
                var exact = Enumerable.Range(0, 32).Max(t => Enumerable.Range(0, dim).Sum(d => (double)queries[(row * dim) + d] * BitConverter.ToSingle(hot, ((d * 32) + t) * sizeof(float))));
                // Of a standard deviation of √dim · 4/3.
                Assert.InRange(greatest[(row * 3) + 1] - exact, -0.35 * Math.Sqrt(dim), 0.35 * Math.Sqrt(dim));
            }
        }
    }
}
