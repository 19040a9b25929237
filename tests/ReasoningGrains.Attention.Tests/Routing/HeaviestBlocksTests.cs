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
            Assert.Equal(Heaviest(weights, picked.Length).Select(i => i + 5), picked);
        }
    }

    /// <summary>Of long conversations: few are wanted of many, most of which may weigh nothing.</summary>
    [Fact]
    public void Few_of_many_are_the_same()
    {
        var random = new Random(4);
        for (var round = 0; round < 300; round++)
        {
            var (zeros, levels) = (random.NextDouble() * 1.2, random.Next(2) == 0 ? 20 : int.MaxValue);
            var weights = Enumerable.Range(0, random.Next(500, 4000)).Select(_ => random.NextDouble() < zeros ? 0 : random.Next(levels) / (float)levels).ToArray();
            var picked = new int[random.Next(1, 140)];
            HeaviestBlocks.Pick(weights, 0, picked, new float[weights.Length]);
            Assert.Equal(Heaviest(weights, picked.Length), picked);
        }
    }

    private static IEnumerable<int> Heaviest(float[] weights, int count)
        => Enumerable.Range(0, weights.Length).OrderByDescending(i => weights[i]).ThenByDescending(i => i).Take(count).Order();

    [Fact]
    public void The_lightest_are_left_out_as_many_as_the_others_cover_the_share_without()
    {
        float[] weights = [0.5f, 0.125f, 0.25f, 0, 0.125f];
        Assert.Equal([2, 4, 5, 6, 8], LeaveOut(1, besides: 1));
        Assert.Equal([4, 5, 6, 8], LeaveOut(0.99f, besides: 1));
        // Of equals the later stays.
        Assert.Equal([4, 6, 8], LeaveOut(0.9f, besides: 1));
        Assert.Equal([4, 6], LeaveOut(0.8f, besides: 1));
        Assert.Equal([4], LeaveOut(0.7f, besides: 1));
        Assert.Equal([4, 6, 8], LeaveOut(0.8f, besides: 0));
        Assert.Equal([], LeaveOut(0.4f, besides: 1));
        weights = new float[5];
        Assert.Equal([2, 4, 5, 6, 8], LeaveOut(0.5f, besides: 0));

        int[] LeaveOut(float share, float besides)
        {
            // Blocks 2, 4, 5, 6, 8 of those from 1 on.
            float[] all = [9, weights[3], 9, weights[0], weights[1], weights[2], 9, weights[4]];
            int[] picked = [2, 4, 5, 6, 8];
            return picked[HeaviestBlocks.LeaveOut(all, 1, picked, share, besides, new float[5])..];
        }
    }
}
