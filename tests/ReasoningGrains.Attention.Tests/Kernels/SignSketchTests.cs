using ReasoningGrains.Attention.Kernels;

namespace ReasoningGrains.Attention.Tests.Kernels;

/// <summary>Sketches against their definition, bit by bit.</summary>
public sealed unsafe class SignSketchTests
{
    private const int Tokens = 32;
    private readonly Random random = new(11);

    [Theory]
    [InlineData(8)]
    [InlineData(64)]
    [InlineData(70)]
    [InlineData(128)]
    public void A_bit_is_the_lowest_of_its_code(int dim)
    {
        var codes = new byte[dim, Tokens];
        var packed = new byte[dim / 2 * Tokens];
        for (var d = 0; d < dim; d++)
        {
            for (var t = 0; t < Tokens; t++)
            {
                codes[d, t] = (byte)random.Next(16);
                packed[(d / 2 * Tokens) + t] |= (byte)(codes[d, t] << (d % 2 * 4));
            }
        }

        var sketch = new byte[SignSketch.Bytes(dim)];
        fixed (byte* from = packed, to = sketch)
        {
            SignSketch.Write(from, dim, to);
        }

        for (var d = 0; d < dim; d++)
        {
            for (var t = 0; t < Tokens; t++)
            {
                Assert.Equal(codes[d, t] % 2 == 1, (Bits(sketch, d / 4, t) >> (d % 4) & 1) == 1);
            }
        }
    }

    [Theory]
    [InlineData(8)]
    [InlineData(64)]
    [InlineData(70)]
    [InlineData(512)]
    public void A_table_has_the_sum_of_four_channels_with_every_sign_and_never_overflows(int dim)
    {
        var query = Enumerable.Range(0, dim).Select(_ => (random.NextSingle() * 6) - 3).ToArray();
        var tables = new sbyte[SignSketch.TableEntries(dim)];
        float factor;
        fixed (float* from = query)
        fixed (sbyte* to = tables)
        {
            factor = SignSketch.Tabulate(from, dim, to);
        }

        Assert.Equal(tables.Chunk(32).SelectMany(both => both[..16]), tables.Chunk(32).SelectMany(both => both[16..]));
        tables = [.. tables.Chunk(32).SelectMany(both => both[..16])];
        for (var entry = 0; entry < tables.Length; entry++)
        {
            var sum = Enumerable.Range(entry / 16 * 4, 4).Where(d => d < dim).Sum(d => (entry >> (d % 4) & 1) == 1 ? query[d] : -query[d]);
            Assert.InRange(tables[entry] - (sum / factor), -0.51f, 0.51f);
        }

        Assert.InRange(tables.Chunk(16).Sum(group => group.Max(entry => Math.Abs((int)entry))), 1, sbyte.MaxValue);
    }

    [Theory]
    [InlineData(8, 1)]
    [InlineData(64, 7)]
    [InlineData(70, 4)]
    [InlineData(128, 13)]
    [InlineData(68, 5)]
    public void The_greatest_sum_is_that_of_the_best_token(int dim, int rows)
    {
        var size = SignSketch.Bytes(dim);
        var sketch = new byte[size];
        random.NextBytes(sketch);
        var limit = sbyte.MaxValue / (size / 16);
        var tables = Enumerable.Range(0, rows * size).Select(_ => (sbyte)random.Next(-limit, limit + 1)).ToArray();
        var expected = Enumerable.Range(0, rows).Select(row => (float)Enumerable.Range(0, Tokens).Max(t => Enumerable.Range(0, size / 16).Sum(g => tables[(row * size) + (g * 16) + Bits(sketch, g, t)]))).ToArray();
        sbyte[] twice = [.. tables.Chunk(16).SelectMany(group => group.Concat(group))];
        foreach (var width in (int[])[1, 8, 16])
        {
            var greatest = new float[rows];
            fixed (byte* from = sketch)
            fixed (sbyte* table = twice)
            fixed (float* to = greatest)
            {
                SignSketch.Greatest(from, table, dim, rows, to, width);
            }

            Assert.Equal(expected, greatest);
        }
    }

    private static int Bits(byte[] sketch, int group, int token) => sketch[(group * 16) + (token % 16)] >> (token / 16 * 4) & 15;
}
