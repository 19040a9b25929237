using FsCheck;
using FsCheck.Fluent;
using ReasoningGrains.Attention.Routing;

namespace ReasoningGrains.Attention.Tests.Routing;

public sealed class BlockWeightsTests
{
    [Theory, InlineData(90), InlineData(224), InlineData(390)]
    public void A_conversation_of_100k_tokens_fits_64_kilobytes_with_a_hash_of_each_block(int heads)
    {
        var weights = BlockWeights.Of(100_000, Heads(heads, 3125), 3125);
        Assert.InRange(weights.Bytes.Length + (3125 * sizeof(uint)), 1, 64_000);
        Assert.Equal(100_000, weights.Tokens);
    }

    [Fact]
    public void What_is_parsed_is_what_was_taken()
    {
        var heads = Heads(6, 100);
        var taken = BlockWeights.Of(3200, heads, 100);
        var parsed = BlockWeights.Parse(taken.Bytes.ToArray());
        Assert.Equal(taken.Digest, parsed.Digest);
        for (var head = 0; head < heads.Length; head++)
        {
            var restored = new float[100];
            parsed.CopyTo(head, restored);
            Assert.All(heads[head].Zip(restored), pair => Assert.Equal(pair.First, pair.Second, 1e-3f));
        }
    }

    [Fact]
    public void Before_a_token_only_whole_blocks_keep_their_weight()
    {
        var cut = BlockWeights.Of(320, Heads(2, 10), 10).Before(100);
        Assert.Equal(100, cut.Tokens);
        Assert.Equal([0, 1, 2], cut.Heaviest().Select(a => a.Block).Order());
    }

    [Fact]
    public void Bytes_of_something_else_are_refused()
        => Prop.ForAll<byte[]>(bytes =>
        {
            try
            {
                BlockWeights.Parse(bytes);
                return false;
            }
            catch (FormatException)
            {
                return true;
            }
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void A_block_that_the_sequence_has_not_and_a_weight_that_is_none_are_refused()
    {
        var taken = BlockWeights.Of(320, Heads(2, 10), 10).Bytes.ToArray();
        foreach (var (at, value) in new[] { (12, (byte)10), (13, (byte)255), (15, (byte)0xFC), (15, (byte)0x7C), (3, (byte)0x80) })
        {
            var damaged = (byte[])taken.Clone();
            damaged[at] = value;
            Assert.Throws<FormatException>(() => BlockWeights.Parse(damaged));
        }
    }

    private static float[][] Heads(int count, int blocks)
    {
        var random = new Random(1);
        return [.. Enumerable.Range(0, count).Select(_ => Enumerable.Range(0, blocks).Select(_ => random.NextSingle() / blocks).ToArray())];
    }
}
