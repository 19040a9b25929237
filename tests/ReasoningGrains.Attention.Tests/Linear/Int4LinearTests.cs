using ReasoningGrains.Attention.Kernels;
using ReasoningGrains.Attention.Linear;

namespace ReasoningGrains.Attention.Tests.Linear;

/// <summary>Products with weights of 4 bits against sums in double precision, on each width of registers.</summary>
public sealed class Int4LinearTests
{
    private const int BlockSize = Int4Panel.BlockSize;
    private const int Outputs = Int4Panel.Outputs;
    private readonly Random random = new(11);

    public static MatrixTheoryData<KernelWidth, int, int> Shapes => new([KernelWidth.Portable, KernelWidth.Vector256, KernelWidth.Vector512], [1, 3, 4, 11], [1, 3, 18]);

    public static TheoryData<KernelWidth> Widths => new([KernelWidth.Portable, KernelWidth.Vector256, KernelWidth.Vector512]);

    /// <summary>Inputs that 8 bits hold: what is left is float32.</summary>
    [Theory, MemberData(nameof(Shapes))]
    public void Inputs_of_8_bits_are_multiplied_as_they_are(KernelWidth width, int rows, int blocks)
    {
        var weights = Weights(blocks);
        var x = Inputs(rows, blocks, i => i % BlockSize == 7 ? sbyte.MaxValue : random.Next(-127, 128));
        var results = Apply(width, weights, x, rows, blocks);
        for (var i = 0; i < results.Length; i++)
        {
            var (expected, magnitude) = Expected(weights, i % Outputs, x.AsSpan(i / Outputs * blocks * BlockSize, blocks * BlockSize));
            Assert.InRange(results[i], expected - (2e-6 * magnitude), expected + (2e-6 * magnitude));
        }
    }

    [Theory, MemberData(nameof(Shapes))]
    public void Other_inputs_are_rounded_by_half_a_step_of_their_block(KernelWidth width, int rows, int blocks)
    {
        var weights = Weights(blocks);
        var x = Inputs(rows, blocks, _ => (float)(random.NextDouble() - 0.5) * 100);
        var results = Apply(width, weights, x, rows, blocks);
        var off = 0;
        for (var i = 0; i < results.Length; i++)
        {
            var row = x.AsSpan(i / Outputs * blocks * BlockSize, blocks * BlockSize).ToArray();
            var (expected, magnitude) = Expected(weights, i % Outputs, row);
            var rounding = Enumerable.Range(0, blocks).Sum(b => weights.Integers(i % Outputs, b).Sum(w => Math.Abs((double)w)) * weights.Scales[(i % Outputs * blocks) + b] * row.Skip(b * BlockSize).Take(BlockSize).Max(Math.Abs) / 254);
            Assert.InRange(results[i], expected - rounding - (2e-6 * magnitude), expected + rounding + (2e-6 * magnitude));
            off += Math.Abs(results[i] - expected) > rounding / 1000 ? 1 : 0;
        }

        Assert.True(off > results.Length / 2, "Nothing was rounded.");
    }

    [Theory, MemberData(nameof(Widths))]
    public void The_greatest_sums_fit(KernelWidth width)
    {
        // Over two blocks they would not.
        var weights = new MapWeights(2, [.. Enumerable.Repeat((sbyte)7, 2 * Outputs * BlockSize)], [.. Enumerable.Repeat(1f, 2 * Outputs)], new float[2 * Outputs]);
        foreach (var sign in (int[])[1, -1])
        {
            Assert.All(Apply(width, weights, Inputs(1, 2, _ => sign * 127), 1, 2), y => Assert.Equal(sign * 127 * 7 * 2 * BlockSize, y, 1e-2));
        }
    }

    [Theory, MemberData(nameof(Widths))]
    public void A_block_of_zeros_adds_nothing(KernelWidth width)
        => Assert.All(Apply(width, Weights(2), new float[2 * BlockSize], 1, 2), y => Assert.Equal(0, y));

    [Theory, MemberData(nameof(Widths))]
    public void A_row_alone_has_the_bits_that_it_has_among_others(KernelWidth width)
    {
        var (rows, blocks) = (7, 3);
        var weights = Weights(blocks);
        var x = Inputs(rows, blocks, _ => random.NextSingle() - 0.3f);
        var together = Apply(width, weights, x, rows, blocks);
        for (var row = 0; row < rows; row++)
        {
            Assert.Equal(Apply(width, weights, x[(row * blocks * BlockSize)..((row + 1) * blocks * BlockSize)], 1, blocks), together[(row * Outputs)..((row + 1) * Outputs)]);
        }
    }

    [Fact]
    public void Of_a_panel_that_is_not_full_only_its_outputs_are_written()
    {
        var weights = Weights(2);
        var x = Inputs(5, 2, _ => random.NextSingle());
        var whole = Apply(KernelWidth.Widest, weights, x, 5, 2);
        var part = Apply(KernelWidth.Widest, weights, x, 5, 2, outputs: 3);
        Assert.Equal(whole.Where((_, i) => i % Outputs < 3), part.Where((_, i) => i % Outputs < 3));
        Assert.All(part.Where((_, i) => i % Outputs >= 3), y => Assert.Equal(-1, y));
    }

    [Fact]
    public void Memory_that_does_not_fit_is_refused()
    {
        using var linear = new Int4Linear();
        Assert.Throws<ArgumentOutOfRangeException>(() => linear.Begin(1, 33));
        linear.Begin(2, 64);
        var (panel, results) = (new byte[Int4Panel.Bytes(2)], new float[2 * Outputs]);
        Assert.Throws<ArgumentOutOfRangeException>(() => linear.Round(2, new float[64]));
        Assert.Throws<ArgumentOutOfRangeException>(() => linear.Round(0, new float[63]));
        Assert.Throws<ArgumentOutOfRangeException>(() => linear.Apply(panel.AsSpan(1), 0, 2, Outputs, results, Outputs));
        Assert.Throws<ArgumentOutOfRangeException>(() => linear.Apply(panel, 0, 3, Outputs, results, Outputs));
        Assert.Throws<ArgumentOutOfRangeException>(() => linear.Apply(panel, 0, 2, Outputs, results.AsSpan(1), Outputs));
        Assert.Throws<ArgumentOutOfRangeException>(() => linear.Apply(panel, 0, 2, Outputs + 1, results, Outputs));
        Assert.Throws<ArgumentOutOfRangeException>(() => Int4Panel.Set(panel, Outputs, new sbyte[64], new float[2], new float[2]));
        Assert.Throws<ArgumentOutOfRangeException>(() => Int4Panel.Set(panel, 0, new sbyte[64], new float[2], new float[3]));
    }

    private static float[] Apply(KernelWidth width, MapWeights weights, float[] x, int rows, int blocks, int outputs = Outputs)
    {
        var panel = new byte[Int4Panel.Bytes(blocks)];
        for (var output = 0; output < Outputs; output++)
        {
            var (from, to) = (output * blocks, (output + 1) * blocks);
            Int4Panel.Set(panel, output, weights.All.AsSpan((from * BlockSize)..(to * BlockSize)), weights.Scales.AsSpan(from..to), weights.Offsets.AsSpan(from..to));
        }

        using var linear = new Int4Linear(width);
        linear.Begin(rows, blocks * BlockSize);
        for (var row = 0; row < rows; row++)
        {
            linear.Round(row, x.AsSpan(row * blocks * BlockSize, blocks * BlockSize));
        }

        var results = new float[rows * Outputs];
        Array.Fill(results, -1);
        linear.Apply(panel, 0, rows, outputs, results, Outputs);
        return results;
    }

    private static (double Sum, double Magnitude) Expected(MapWeights weights, int output, ReadOnlySpan<float> x)
    {
        var (sum, magnitude) = (0.0, 0.0);
        var most = weights.Offsets.AsSpan(output * weights.Blocks, weights.Blocks).ToArray().Max(Math.Abs);
        for (var i = 0; i < x.Length; i++)
        {
            var block = (output * weights.Blocks) + (i / BlockSize);
            // Offsets are multiples of a 32,767th of the greatest; these are such.
            var weight = ((double)weights.Scales[block] * weights.All[(output * x.Length) + i]) + weights.Offsets[block];
            sum += weight * x[i];
            magnitude += (Math.Abs(weights.Scales[block] * 15.0) + most) * Math.Abs(x[i]);
        }

        return (sum, magnitude);
    }

    private static float[] Inputs(int rows, int blocks, Func<int, float> value) => [.. Enumerable.Range(0, rows * blocks * BlockSize).Select(value)];

    private MapWeights Weights(int blocks)
    {
        // Outputs of very different offsets, and one without any: each has a scale of its own.
        float Multiple(int output) => output == 5 ? 0 : MathF.ScaleB(1, (output % 9) - 20);
        return new MapWeights(
            blocks,
            [.. Enumerable.Range(0, Outputs * blocks * BlockSize).Select(_ => (sbyte)random.Next(-8, 8))],
            [.. Enumerable.Range(0, Outputs * blocks).Select(i => (random.NextSingle() + 0.1f) * MathF.Pow(2, i % 7))],
            [.. Enumerable.Range(0, Outputs * blocks).Select(i => (i % blocks == 0 ? short.MaxValue : random.Next(-32767, 32768)) * Multiple(i / blocks))]);
    }

    /// <param name="Blocks">Of inputs.</param>
    /// <param name="All">[outputs, blocks, 32], less the middle.</param>
    /// <param name="Scales">[outputs, blocks].</param>
    /// <param name="Offsets">[outputs, blocks].</param>
    private sealed record MapWeights(int Blocks, sbyte[] All, float[] Scales, float[] Offsets)
    {
        public IEnumerable<sbyte> Integers(int output, int block) => All.Skip(((output * Blocks) + block) * BlockSize).Take(BlockSize);
    }
}
