using ReasoningGrains.Training.Optimization;

namespace ReasoningGrains.Training.Tests.Optimization;

public sealed class LearningRateScheduleTests
{
    [Theory]
    [InlineData(0, 0.1)]
    [InlineData(4, 0.5)]
    [InlineData(9, 1)]
    [InlineData(10, 1)]
    [InlineData(60, 0.55)]
    [InlineData(110, 0.1)]
    [InlineData(500, 0.1)]
    public void The_rate_rises_in_a_line_and_falls_as_half_a_cosine(int step, double expected)
        => Assert.Equal(expected, new LearningRateSchedule(1, 0.1, 10, 111).Rate(step), 1e-12);

    [Fact]
    public void Without_a_warm_up_it_begins_at_the_peak() => Assert.Equal(3, new LearningRateSchedule(3, 0, 0, 100).Rate(0));

    [Fact]
    public void A_single_step_has_the_peak() => Assert.Equal(3, new LearningRateSchedule(3, 0, 0, 1).Rate(0));
}
