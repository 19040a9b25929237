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
}
