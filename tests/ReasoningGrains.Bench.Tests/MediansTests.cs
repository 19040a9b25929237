namespace ReasoningGrains.Bench.Tests;

public class MediansTests
{
    [Theory]
    [InlineData(2, 3.0, 1.0, 2.0)]
    [InlineData(2.5, 4.0, 1.0, 2.0, 3.0)]
    [InlineData(7, 7.0)]
    public void The_median_is_in_the_middle(double expected, params double[] values) => Assert.Equal(expected, values.Median());
}
