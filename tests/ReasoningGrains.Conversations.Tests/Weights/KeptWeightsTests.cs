using ReasoningGrains.Attention.Blocks;
using ReasoningGrains.Attention.Routing;
using ReasoningGrains.Conversations.Weights;

namespace ReasoningGrains.Conversations.Tests.Weights;

public sealed class KeptWeightsTests
{
    private static readonly int[] Context = [.. Enumerable.Range(0, 100)];

    [Fact]
    public void What_is_kept_is_read_again()
    {
        var kept = KeptWeights.After("t", Taken(), Context.AsSpan(0, 75), Context.AsSpan(75), before: null);
        var read = KeptWeights.Read(kept.State("model"));
        Assert.Equal(("t", kept.W.Digest, 100), (read.Turn, read.W.Digest, read.Context.Tokens));
        Assert.Equal(100, read.Context.Common([.. Context, 100]));
        Assert.Equal(64, read.Context.Common([.. Context[..80], 7, .. Context[81..]]));
    }

    [Fact]
    public void What_is_not_as_it_was_written_is_refused()
    {
        var state = KeptWeights.After("t", Taken(), Context, [], before: null).State("model");
        state.Digest = new string('0', state.Digest.Length);
        Assert.Throws<FormatException>(() => KeptWeights.Read(state));
    }

    private static BlockWeights Taken() => new SequenceRouting(RoutingOptions.Balanced, new KvShape(1, 2, 2, 8, KvElement.Int8)).Take(Context.Length);
}
