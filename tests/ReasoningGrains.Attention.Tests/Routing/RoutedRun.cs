using ReasoningGrains.Attention.Blocks;
using ReasoningGrains.Attention.Kernels;
using ReasoningGrains.Attention.Routing;

namespace ReasoningGrains.Attention.Tests.Routing;

/// <summary>A sequence of random rows in one layer of floats, step by step, and what its routing says of it.</summary>
internal sealed class RoutedRun : IDisposable
{
    public const int Dim = 32;
    public static readonly KvShape Shape = new(1, 6, 2, Dim, KvElement.Float32);
    public static readonly double[] Frequencies = [.. Enumerable.Range(0, Dim / 2).Select(i => Math.Pow(10000, -2.0 * i / Dim))];
    private readonly BlockPool pool = new(Shape, 1 << 24);
    private readonly PagedAttention attention;
    private readonly BlockTable table;

    public RoutedRun(KernelWidth width, RoutingOptions options, int window = int.MaxValue, int tokens = 400)
    {
        attention = new PagedAttention(Shape, new RotaryTable(Frequencies), width, window, copyBytes: 1 << 20);
        table = new BlockTable(pool);
        Routing = new SequenceRouting(options, Shape);
        var random = new Random(11);
        Rows = [.. Enumerable.Range(0, tokens).Select(_ => Enumerable.Range(0, (Shape.Heads + (2 * Shape.KvHeads)) * Dim).Select(_ => ((random.NextSingle() * 2) - 1) * 2).ToArray())];
    }

    public float[][] Rows { get; }

    public SequenceRouting Routing { get; }

    /// <summary>Makes some heads of a row point along the slowest rotation only, where position hardly matters.</summary>
    public void Point(int row, int firstHead, int heads, float length)
    {
        for (var head = firstHead; head < firstHead + heads; head++)
        {
            Rows[row].AsSpan(head * Dim, Dim).Clear();
            Rows[row][(head * Dim) + (Dim / 2) - 1] = length;
        }
    }

    /// <summary>Active blocks of a head.</summary>
    public IEnumerable<int> Attended(int head) => Enumerable.Range(0, Routing.ActiveBlocks).Skip(Routing.FirstEntry(0, head)).Select(e => Routing.Block(0, head, e));

    public float[][] Step(int tokens, MeasuredBlocks measure)
    {
        Assert.True(table.TryReserve(tokens));
        attention.Plan([new Segment(table, 0, tokens, Routing, measure)]);
        var output = new float[tokens * Shape.Heads * Dim];
        attention.Attend(0, Rows.Skip(table.Length).Take(tokens).SelectMany(r => r).ToArray(), output, new InOrder());
        Assert.Null(attention.Fault);
        table.Commit(new int[Rows.Length], tokens);
        return [.. output.Chunk(Shape.Heads * Dim)];
    }

    /// <summary>The row is the exact attention over the blocks that the routing names.</summary>
    public void AssertRow(float[] row, int position, int window, float bias)
    {
        var last = (table.Length - 1) / KvShape.BlockTokens;
        var entries = Routing.Entries(last);
        var compact = Routing.ActiveBlocks > 0 && last >= window / KvShape.BlockTokens;
        for (var head = 0; head < Shape.KvHeads; head++)
        {
            var keys = new List<(int Token, int Place)>();
            var biases = new List<double>();
            var query = position;
            for (var entry = Routing.FirstEntry(0, head); entry < entries; entry++)
            {
                var block = Routing.Block(0, head, entry);
                for (var offset = 0; offset < KvShape.BlockTokens && (block * 32) + offset <= position; offset++)
                {
                    keys.Add(((block * 32) + offset, ((compact ? entry : block) * 32) + offset));
                    biases.Add(entry >= Routing.ActiveBlocks - Routing.Options.LocalBlocks ? bias : 0);
                    query = compact && (block * 32) + offset == position ? (entry * 32) + offset : query;
                }
            }

            var expected = Reference.Attend(Shape, Frequencies, Rows, position, head, keys, query, biases);
            for (var d = 0; d < expected.Length; d++)
            {
                Assert.Equal(expected[d], row[(head * Shape.Group * Dim) + d], 1e-4);
            }
        }
    }

    /// <summary>The active blocks are the first, the last before the frontier, and the heaviest between: the fewest that cover the share of what the budget would.</summary>
    public void AssertChoice()
    {
        Assert.Equal(Routing.Options.BudgetBlocks, Routing.ActiveBlocks);
        for (var head = 0; head < Shape.KvHeads; head++)
        {
            var weights = Routing.Weights(0, head, Routing.Frontier).ToArray();
            var reached = Enumerable.Range(0, Routing.Frontier).Select(b => b == 0 ? 0 : Enumerable.Range(0, b).Max(k => MathF.Pow(Routing.Options.ReadAhead, k) * weights[b - k])).ToArray();
            var between = Enumerable.Range(1, Routing.Frontier - 2).OrderByDescending(b => reached[b]).ThenByDescending(b => b).Take(Routing.ActiveBlocks - 2).ToList();
            var near = weights[^1];
            var needed = Routing.Options.Coverage * (between.Sum(b => reached[b]) + near);
            var covered = Enumerable.Range(0, between.Count + 1).First(count => between.Take(count).Sum(b => reached[b]) + near >= needed - 1e-6f);
            Assert.Equal(between.Take(covered).Append(0).Append(Routing.Frontier - 1).Order(), Attended(head));
        }
    }

    public void Dispose()
    {
        attention.Dispose();
        pool.Dispose();
    }
}
