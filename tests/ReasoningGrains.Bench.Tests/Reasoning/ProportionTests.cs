using ReasoningGrains.Bench.Questions.Reasoning;

namespace ReasoningGrains.Bench.Tests.Reasoning;

public class ProportionTests
{
    // Of the formula, written independently in Python.
    [Theory]
    [InlineData(0, 10, 0, 0.2775)]
    [InlineData(5, 10, 0.2366, 0.7634)]
    [InlineData(95, 100, 0.8882, 0.9785)]
    [InlineData(20, 20, 0.8389, 1)]
    public void The_interval_is_Wilsons(int right, int cases, double low, double high)
    {
        var share = Proportion.Of([.. Enumerable.Range(0, cases).Select(i => i < right)]);
        Assert.Equal((double)right / cases, share.Share);
        Assert.Equal(low, share.Low, 4);
        Assert.Equal(high, share.High, 4);
    }

    // Computed apart in Python, with the quantiles of a printed table.
    [Theory]
    [InlineData(new[] { 0.7, 0.8, 0.75, 0.9, 0.65 }, 0.76, 0.6406, 0.8794)]
    [InlineData(new[] { 1.0, 0.9 }, 0.95, 0.3147, 1)]
    public void Groups_have_the_interval_of_their_mean(double[] shares, double mean, double low, double high)
    {
        var share = Proportion.OfGroups(shares);
        Assert.Equal(mean, share.Share, 6);
        Assert.Equal(low, share.Low, 3);
        Assert.Equal(high, share.High, 3);
    }

    [Fact]
    public void One_group_has_no_interval() => Assert.Throws<ArgumentOutOfRangeException>(() => Proportion.OfGroups([0.5]));

    [Fact]
    public void No_case_has_no_share() => Assert.Throws<ArgumentOutOfRangeException>(() => Proportion.Of(0.5, 0));
}
