using ReasoningGrains.Attention.Routing;

namespace ReasoningGrains.Attention.Tests.Routing;

public sealed class HeaviestBlocksTests
{
    [Fact]
    public void The_heaviest_come_in_order_and_of_equals_the_latest()
    {
        var random = new Random(3);
        for (var round = 0; round < 500; round++)
        {
            var weights = Enumerable.Range(0, random.Next(1, 200)).Select(_ => random.Next(0, 12) / 8f).ToArray();
            var picked = new int[random.Next(0, weights.Length + 1)];
            HeaviestBlocks.Pick(weights, 5, picked, new float[weights.Length]);
            var expected = Enumerable.Range(0, weights.Length).OrderByDescending(i => weights[i]).ThenByDescending(i => i).Take(picked.Length).Order().Select(i => i + 5);
            Assert.Equal(expected, picked);
        }
    }

    [Theory]
    [InlineData(0.5f, new[] { 1f, 8, 2, 5 }, new[] { 1 })]
    [InlineData(0.8f, new[] { 1f, 8, 2, 5 }, new[] { 1, 3 })]
    [InlineData(0.9f, new[] { 1f, 8, 2, 5 }, new[] { 1, 2, 3 })]
    [InlineData(1f, new[] { 1f, 8, 0, 5 }, new[] { 0, 1, 3 })]
    [InlineData(0.1f, new[] { 2f, 2, 2 }, new[] { 0, 1, 2 })]
    [InlineData(0.1f, new[] { 0f, 0, 0 }, new[] { 0, 1, 2 })]
    public void The_fewest_that_have_the_share_stay_and_their_equals(float share, float[] weights, int[] expected)
    {
        int[] picked = [.. Enumerable.Range(5, weights.Length)];
        var kept = HeaviestBlocks.Cover(weights, 5, picked, share, new float[weights.Length]);
        Assert.Equal(expected, picked.Take(kept).Select(block => block - 5));
    }
}
