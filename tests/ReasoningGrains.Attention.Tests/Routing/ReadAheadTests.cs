using ReasoningGrains.Attention.Routing;

namespace ReasoningGrains.Attention.Tests.Routing;

public sealed class ReadAheadTests
{
    /// <summary>Parts side by side give what one row gives, wherever a part ends; what is less than any weight is not told from nothing.</summary>
    [Theory]
    [InlineData(0)]
    [InlineData(0.25f)]
    [InlineData(0.8f)]
    [InlineData(0.99f)]
    public void Each_block_has_the_most_that_one_before_it_lends_on(float share)
    {
        var random = new Random(5);
        for (var round = 0; round < 300; round++)
        {
            var zeros = random.NextDouble();
            var weights = Enumerable.Range(0, random.Next(0, 400)).Select(_ => random.NextDouble() < zeros ? 0 : MathF.Pow(10, -8 * random.NextSingle())).ToArray();
            var expected = weights.ToArray();
            for (var i = 1; i < expected.Length; i++)
            {
                expected[i] = MathF.Max(expected[i], share * expected[i - 1]);
            }

            ReadAhead.Lend(weights, share);
            for (var i = 0; i < weights.Length; i++)
            {
                Assert.Equal(expected[i] < 2e-12f ? 0 : expected[i], weights[i] < 2e-12f ? 0 : weights[i]);
            }
        }
    }
}
