using ReasoningGrains.Attention.Blocks;
using ReasoningGrains.Attention.Routing;

namespace ReasoningGrains.Attention.Tests.Routing;

public sealed class LightBlocksTests
{
    private static readonly KvShape Shape = new(1, 2, 2, 8, KvElement.Int8);

    [Fact]
    public void Blocks_below_their_share_are_light_but_for_the_sink_and_the_latest()
    {
        var routing = Routing(new RoutingOptions());
        routing.Weights(0, 0, 20)[3] = 0.5f;
        routing.Weights(0, 1, 20)[5] = 0.5f;
        Assert.Equal([1, 2, 4, 6, 7, 8, 9, 10, 11], LightBlocks.Of(routing, 20));
    }

    [Fact]
    public void A_greater_share_makes_more_of_them_light()
    {
        var routing = Routing(new RoutingOptions { Cool = 12 });
        routing.Weights(0, 0, 20)[3] = 0.6f;
        routing.Weights(0, 1, 20)[5] = 0.4f;
        Assert.DoesNotContain(3, LightBlocks.Of(Routing(new RoutingOptions { Cool = 1 }, routing), 20));
        Assert.Contains(5, LightBlocks.Of(routing, 20));
    }

    [Fact]
    public void In_a_long_sequence_a_share_is_that_of_192_blocks()
    {
        var routing = Routing(new RoutingOptions { Cool = 0.5f }, blocks: 1000);
        routing.Weights(0, 0, 1000).Fill(0.001f);
        routing.Weights(0, 1, 1000).Fill(0.001f);
        routing.Weights(0, 0, 1000)[3] = 0.01f;
        Assert.Equal(Enumerable.Range(1, 991).Except([3]), LightBlocks.Of(routing, 1000));
    }

    [Fact]
    public void Nothing_is_light_when_cooling_is_off_or_the_sequence_short()
    {
        Assert.Empty(LightBlocks.Of(Routing(new RoutingOptions { Cool = 0 }), 20));
        Assert.Empty(LightBlocks.Of(Routing(new RoutingOptions()), 9));
    }

    private static SequenceRouting Routing(RoutingOptions options, SequenceRouting? like = null, int blocks = 20)
    {
        var routing = new SequenceRouting(options, Shape);
        routing.Reserve(blocks);
        for (var head = 0; like is not null && head < Shape.KvHeads; head++)
        {
            like.Weights(0, head, 20).CopyTo(routing.Weights(0, head, 20));
        }

        return routing;
    }
}
