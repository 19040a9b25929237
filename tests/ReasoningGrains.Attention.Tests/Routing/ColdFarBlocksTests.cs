using ReasoningGrains.Attention.Blocks;
using ReasoningGrains.Attention.Kernels;
using ReasoningGrains.Attention.Routing;

namespace ReasoningGrains.Attention.Tests.Routing;

/// <summary>Blocks far back that are cold: each head of each layer of each sequence finds its own among them.</summary>
public sealed class ColdFarBlocksTests
{
    private const int Dim = 32;
    private const int Question = 20;
    private const int Sequences = 2;
    private static readonly KvShape Shape = new(2, 4, 2, Dim, KvElement.Int8);
    private static readonly RoutingOptions Options = new() { Budget = 160, Local = 32, Sink = 32, Probes = 8 };
    private static readonly double[] Frequencies = [.. Enumerable.Range(0, Dim / 2).Select(i => Math.Pow(10000, -2.0 * i / Dim))];
    private readonly Random random = new(3);
    private int tokens;
    private IParallelFor parallel = new InOrder();

    /// <summary>In 4,800 tokens three of four blocks further back are candidates, in 20,000 one of nine, and they are skimmed in two parts; whichever unit ends last goes on.</summary>
    [Theory]
    [InlineData(KernelWidth.Portable, 4800)]
    [InlineData(KernelWidth.Vector256, 4800)]
    [InlineData(KernelWidth.Widest, 4800)]
    [InlineData(KernelWidth.Widest, 20000)]
    [InlineData(KernelWidth.Widest, 20000, true)]
    public void Each_head_finds_its_own(KernelWidth width, int length, bool isBackwards = false)
    {
        (tokens, parallel) = (length, isBackwards ? new Backwards() : new InOrder());
        using var pool = new BlockPool(Shape, 2500 * Shape.BlockBytes);
        using var attention = new PagedAttention(Shape, new RotaryTable(Frequencies), width, window: 8192, moments: pool.Moments);
        var (tables, routings) = Cooled(pool, attention);
        Step(attention, tables, routings, Question, MeasuredBlocks.All);
        for (var sequence = 0; sequence < Sequences; sequence++)
        {
            for (var layer = 0; layer < Shape.Layers; layer++)
            {
                for (var head = 0; head < Shape.KvHeads; head++)
                {
                    var weights = routings[sequence].Weights(layer, head, tokens / KvShape.BlockTokens).ToArray();
                    Assert.Equal(Needle(sequence, layer, head) / KvShape.BlockTokens, Array.IndexOf(weights, weights.Max()));
                }
            }
        }
    }

    [Fact]
    public void An_attention_that_does_not_learn_says_so_of_cold_blocks()
    {
        tokens = 4800;
        using var pool = new BlockPool(Shape, 2500 * Shape.BlockBytes);
        Known.Teach(pool);
        using var attention = new PagedAttention(Shape, new RotaryTable(Frequencies), window: 8192);
        var (tables, routings) = Cooled(pool, attention);
        Assert.True(tables[0].TryReserve(Question));
        attention.Plan([new Segment(tables[0], 0, Question, routings[0], MeasuredBlocks.All)]);
        attention.Attend(0, new float[Question * (Shape.Heads + (2 * Shape.KvHeads)) * Dim], new float[Question * Shape.Heads * Dim], new InOrder());
        Assert.Contains("moments", Assert.IsType<InvalidOperationException>(attention.Fault).Message, StringComparison.Ordinal);
    }

    /// <summary>Conversations up to their question, whose blocks further back are cold.</summary>
    private (BlockTable[] Tables, SequenceRouting[] Routings) Cooled(BlockPool pool, PagedAttention attention)
    {
        var tables = Enumerable.Range(0, Sequences).Select(_ => new BlockTable(pool)).ToArray();
        var routings = tables.Select(_ => new SequenceRouting(Options, Shape)).ToArray();
        Step(attention, tables, routings, tokens - Question, MeasuredBlocks.None);
        foreach (var table in tables)
        {
            for (var block = 1; block < table.Blocks - 8; block++)
            {
                Assert.True(table.TryCool(block), $"Block {block} does not cool.");
            }
        }

        return (tables, routings);
    }

    private static int Needle(int sequence, int layer, int head) => 100 + (300 * ((((sequence * Shape.Layers) + layer) * Shape.KvHeads) + head));

    private void Step(PagedAttention attention, BlockTable[] tables, SequenceRouting[] routings, int count, MeasuredBlocks measure)
    {
        foreach (var table in tables)
        {
            Assert.True(table.TryReserve(count));
        }

        attention.Plan([.. tables.Select((table, i) => new Segment(table, i * count, count, routings[i], measure))]);
        for (var layer = 0; layer < Shape.Layers; layer++)
        {
            var rows = tables.SelectMany((table, i) => Enumerable.Range(table.Length, count).SelectMany(position => Row(i, layer, position))).ToArray();
            attention.Attend(layer, rows, new float[Sequences * count * Shape.Heads * Dim], parallel);
            Assert.Null(attention.Fault);
        }

        for (var i = 0; i < tables.Length; i++)
        {
            tables[i].Commit([.. Enumerable.Range(i * tokens, tokens)], count);
        }
    }

    /// <summary>Along the slowest rotation point the questions' queries and, for each head, one key.</summary>
    private float[] Row(int sequence, int layer, int position)
    {
        float[] row = [.. Enumerable.Range(0, (Shape.Heads + (2 * Shape.KvHeads)) * Dim).Select(_ => (random.NextSingle() * 4) - 2)];
        for (var head = 0; head < Shape.Heads + Shape.KvHeads; head++)
        {
            var asks = head < Shape.Heads && position >= tokens - Question;
            var answers = head >= Shape.Heads && position == Needle(sequence, layer, head - Shape.Heads);
            if (asks || answers)
            {
                row.AsSpan(head * Dim, Dim).Clear();
                row[(head * Dim) + (Dim / 2) - 1] = asks ? 8 : 40;
            }
        }

        return row;
    }
}
