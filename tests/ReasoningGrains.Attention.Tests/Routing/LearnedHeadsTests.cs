using ReasoningGrains.Attention.Blocks;
using ReasoningGrains.Attention.Routing;

namespace ReasoningGrains.Attention.Tests.Routing;

/// <summary>A step teaches the pool what its queries look for and how its keys differ.</summary>
public sealed class LearnedHeadsTests
{
    private const int Dim = 32;
    private const int Tokens = 1200;
    private static readonly KvShape Shape = new(1, 4, 2, Dim, KvElement.Int8);

    [Theory, InlineData(true), InlineData(false)]
    public void What_passes_is_known_where_blocks_are_chosen(bool routed)
    {
        using var pool = new BlockPool(Shape, 1 << 22);
        using var attention = new PagedAttention(Shape, new RotaryTable([.. Enumerable.Range(0, Dim / 2).Select(i => Math.Pow(10000, -2.0 * i / Dim))]), moments: pool.Moments);
        var table = new BlockTable(pool);
        Assert.True(table.TryReserve(Tokens));
        var random = new Random(7);
        var rows = new float[Tokens * (Shape.Heads + (2 * Shape.KvHeads)) * Dim];
        for (var token = 0; token < Tokens; token++)
        {
            for (var head = 0; head < Shape.Heads; head++)
            {
                // The first group's in one pair of channels, the second's in another, slow enough to stay there.
                rows[(((token * (Shape.Heads + (2 * Shape.KvHeads))) + head) * Dim) + (head < Shape.Group ? 15 : 14)] = 5;
            }

            for (var head = 0; head < Shape.KvHeads; head++)
            {
                // Those of each head in a pair of their own that turns from token to token.
                rows[(((token * (Shape.Heads + (2 * Shape.KvHeads))) + Shape.Heads + head) * Dim) + head] = random.Next(2) == 0 ? 5 : -5;
            }
        }

        attention.Plan([new Segment(table, 0, Tokens, routed ? new SequenceRouting(new RoutingOptions { Budget = 160, Local = 32 }, Shape) : null, MeasuredBlocks.None)]);
        attention.Attend(0, rows, new float[Tokens * Shape.Heads * Dim], new InOrder());
        Assert.Null(attention.Fault);
        Assert.Equal(routed, pool.Moments.TrySketch());
        var (first, second) = (pool.Moments.Feedback(0, 0), pool.Moments.Feedback(0, 1));
        if (!routed)
        {
            Assert.Null(first);
            return;
        }

        // Queries: the channels that they look at are rounded first. Keys: the first two directions lie in the pair in which they differ.
        Assert.Equal([15, 31], first!.Order[..2].Order());
        Assert.Equal([14, 30], second!.Order[..2].Order());
        for (var head = 0; head < Shape.KvHeads; head++)
        {
            var factors = pool.Moments.Sketch(0, head)!.KeyFactors;
            Assert.Equal([head, head + (Dim / 2)], Enumerable.Range(0, Dim).Where(d => MathF.Abs(factors[d]) + MathF.Abs(factors[Dim + d]) > 0));
        }
    }
}
