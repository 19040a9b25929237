using ReasoningGrains.Attention.Blocks;
using ReasoningGrains.Attention.Kernels;

namespace ReasoningGrains.Attention.Tests;

public sealed class PagedAttentionTests
{
    private static readonly KernelWidth[] Widths = [KernelWidth.Portable, KernelWidth.Vector256, KernelWidth.Vector512, KernelWidth.Widest];

    public static TheoryData<KernelWidth, int, int, int> Shapes()
    {
        var data = new TheoryData<KernelWidth, int, int, int>();
        foreach (var width in Widths)
        {
            data.Add(width, 9, 3, 64);
            data.Add(width, 4, 1, 32);
            data.Add(width, 2, 2, 128);
            data.Add(width, 7, 1, 80);
            data.Add(width, 10, 2, 48);
        }

        return data;
    }

    [Theory, MemberData(nameof(Shapes))]
    public void Float_blocks_give_the_reference_in_any_cut_of_the_sequence(KernelWidth width, int heads, int kvHeads, int dim)
    {
        var shape = new KvShape(2, heads, kvHeads, dim, KvElement.Float32);
        var rows = RandomRows(shape, 150, 1);
        var expected = Reference.Attend(shape, Frequencies(dim), rows);
        foreach (var chunks in new int[][] { [150], [.. Enumerable.Repeat(1, 150)], [33, 1, 1, 64, 31, 20] })
        {
            Close(expected, Run(shape, width, rows, chunks), 2e-5);
        }
    }

    [Theory, MemberData(nameof(Shapes))]
    public void Int8_blocks_stay_near_the_reference_and_do_not_depend_on_the_cut(KernelWidth width, int heads, int kvHeads, int dim)
    {
        var shape = new KvShape(1, heads, kvHeads, dim, KvElement.Int8);
        var rows = RandomRows(shape, 100, 2);
        var whole = Run(shape, width, rows, [100]);
        Close(Reference.Attend(shape, Frequencies(dim), rows), whole, 0.03);
        // A decoded row takes its queries in 16 bits and keys as they are, a prompt its queries and rotated keys in 13.
        Close(whole.Select(r => r.Select(x => (double)x).ToArray()).ToArray(), Run(shape, width, rows, [.. Enumerable.Repeat(1, 100)]), 1e-3);
    }

    [Theory, MemberData(nameof(Shapes))]
    public void Cold_blocks_are_attended_as_their_four_bits_say_among_others(KernelWidth width, int heads, int kvHeads, int dim)
    {
        var shape = new KvShape(2, heads, kvHeads, dim, KvElement.Float32);
        var rows = RandomRows(shape, 150, 8);
        var expected = Reference.Attend(shape, Frequencies(dim), FourBits.Round(shape, Frequencies(dim), rows, 0, 2));
        foreach (var chunks in new int[][] { [128, 22], [128, .. Enumerable.Repeat(1, 22)] })
        {
            var actual = Run(shape, width, rows, chunks, cooledAfter: 128, 0, 2);
            // A code that lies between two levels may fall to either; the mean shows that it is no more than that.
            Close(expected[128..], actual[128..], 0.02);
            Assert.InRange(expected[128..].Zip(actual[128..], (e, a) => e.Zip(a, (x, y) => Math.Abs(x - y)).Average()).Average(), 0, 3e-4);
        }
    }

    [Fact]
    public void Cooling_of_int8_blocks_costs_what_four_bits_cost()
    {
        var shape = new KvShape(1, 9, 3, 64, KvElement.Int8);
        var rows = RandomRows(shape, 150, 9);
        var rounded = Reference.Attend(shape, Frequencies(64), FourBits.Round(shape, Frequencies(64), rows, 0, 1, 2, 3));
        Close(rounded[128..], Run(shape, KernelWidth.Widest, rows, [128, .. Enumerable.Repeat(1, 22)], cooledAfter: 128, 0, 1, 2, 3)[128..], 0.1);
    }

    [Fact]
    public void Huge_scores_do_not_overflow()
    {
        var shape = new KvShape(1, 3, 1, 64, KvElement.Float32);
        var rows = RandomRows(shape, 70, 3, 300);
        Close(Reference.Attend(shape, Frequencies(64), rows), Run(shape, KernelWidth.Widest, rows, [40, 1, 29]), 0.5);
    }

    [Fact]
    public void A_key_that_is_not_finite_is_refused()
    {
        var shape = new KvShape(1, 3, 1, 64, KvElement.Int8);
        var rows = RandomRows(shape, 3, 4);
        rows[2][(3 * 64) + 5] = float.NaN;
        Assert.Throws<NotFiniteNumberException>(() => Run(shape, KernelWidth.Widest, rows, [3]));
    }

    [Fact]
    public void Sequences_in_one_step_do_not_see_each_other()
    {
        var shape = new KvShape(1, 9, 3, 64, KvElement.Float32);
        using var pool = new BlockPool(shape, 1 << 24);
        using var attention = new PagedAttention(shape, new RotaryTable(Frequencies(64)));
        float[][][] sequences = [RandomRows(shape, 40, 5), RandomRows(shape, 1, 6), RandomRows(shape, 65, 7)];
        var tables = sequences.Select(_ => new BlockTable(pool)).ToArray();
        var segments = new List<Segment>();
        var row = 0;
        for (var i = 0; i < sequences.Length; i++)
        {
            Assert.True(tables[i].TryReserve(sequences[i].Length));
            segments.Add(new Segment(tables[i], row, sequences[i].Length));
            row += sequences[i].Length;
        }

        var output = new float[row * 9 * 64];
        attention.Plan([.. segments]);
        attention.Attend(0, sequences.SelectMany(s => s).SelectMany(r => r).ToArray(), output, new InOrder());
        Close([.. sequences.SelectMany(s => Reference.Attend(shape, Frequencies(64), s))], [.. output.Chunk(9 * 64)], 2e-5);
    }

    private static double[] Frequencies(int dim) => [.. Enumerable.Range(0, dim / 2).Select(i => Math.Pow(10000, -2.0 * i / dim))];

    private static float[][] RandomRows(KvShape shape, int count, int seed, float scale = 2)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, count).Select(_ =>
            Enumerable.Range(0, (shape.Heads + (2 * shape.KvHeads)) * shape.HeadDim).Select(_ => ((random.NextSingle() * 2) - 1) * scale).ToArray())];
    }

    private static float[][] Run(KvShape shape, KernelWidth width, float[][] rows, int[] chunks, int cooledAfter = -1, params int[] cooled)
    {
        using var pool = new BlockPool(shape, 1 << 26);
        Known.Teach(pool);
        using var attention = new PagedAttention(shape, new RotaryTable(Frequencies(shape.HeadDim)), width);
        var table = new BlockTable(pool);
        var tokens = Enumerable.Range(0, rows.Length).ToArray();
        var result = new List<float[]>();
        foreach (var chunk in chunks)
        {
            Assert.True(table.TryReserve(chunk));
            attention.Plan([new Segment(table, 0, chunk)]);
            var output = new float[chunk * shape.Heads * shape.HeadDim];
            attention.Attend(shape.Layers - 1, rows.Skip(table.Length).Take(chunk).SelectMany(r => r).ToArray(), output, new InOrder());
            Assert.Null(attention.Fault);
            table.Commit(tokens, chunk);
            Assert.All(table.Length == cooledAfter ? cooled : [], block => Assert.True(table.TryCool(block)));
            result.AddRange(output.Chunk(shape.Heads * shape.HeadDim));
        }

        return [.. result];
    }

    private static void Close(double[][] expected, float[][] actual, double tolerance)
    {
        Assert.Equal(expected.Length, actual.Length);
        for (var i = 0; i < expected.Length; i++)
        {
            for (var d = 0; d < expected[i].Length; d++)
            {
                Assert.True(Math.Abs(expected[i][d] - actual[i][d]) <= tolerance, $"row {i}, element {d}: expected {expected[i][d]}, got {actual[i][d]}");
            }
        }
    }
}
