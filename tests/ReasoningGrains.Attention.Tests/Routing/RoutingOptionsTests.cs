using ReasoningGrains.Attention.Routing;

namespace ReasoningGrains.Attention.Tests.Routing;

public sealed class RoutingOptionsTests
{
    [Theory, InlineData(4096), InlineData(8192)]
    public void A_window_with_room_for_the_budget_changes_nothing(int window)
        => Assert.Equal(RoutingOptions.Balanced, RoutingOptions.Balanced.Within(window, 3));

    [Fact]
    public void Of_a_small_one_half_is_attended_and_each_token_measured_once_that_is_not_all()
    {
        var balanced = RoutingOptions.Balanced.Within(1024, 3);
        Assert.Equal((512, 128, 32), (balanced.Budget, balanced.Local, balanced.Sink));
        Assert.Equal((64, 1), (balanced.SegmentTokens(16), balanced.SegmentTokens(17)));
        Assert.Null(balanced.Problem());
        Assert.Equal((512, 64), (RoutingOptions.LowLatency.Within(1024, 3).Budget, RoutingOptions.LowLatency.Within(1024, 3).Local));
    }

    [Fact]
    public void Beyond_the_window_less_stays_of_a_turn_but_not_of_a_token_nor_of_what_was_asked_for()
    {
        Assert.Equal((0.6f, 0.3f), (RoutingOptions.Balanced.AlphaOf(false), RoutingOptions.Balanced.AlphaOf(true)));
        var small = RoutingOptions.Balanced.Within(2048, 8);
        Assert.Equal((0.6f, 0.6f), (small.AlphaOf(false), small.AlphaOf(true)));
        var asked = RoutingOptions.Balanced with { Alpha = 0.5f };
        Assert.Equal((0.5f, 0.5f), (asked.AlphaOf(false), asked.AlphaOf(true)));
    }

    [Fact]
    public void Tokens_leave_out_what_is_negligible_unless_the_model_is_small_or_something_else_was_asked_for()
    {
        var small = RoutingOptions.Balanced.Within(2048, 8);
        Assert.Equal((0.03f, 0.03f, 0f), (RoutingOptions.Balanced.NegligibleShare, RoutingOptions.LowLatency.Within(8192, 30).NegligibleShare, small.NegligibleShare));
        Assert.Equal(0.01f, (small with { Negligible = 0.01f }).NegligibleShare);
    }

    [Theory, InlineData(-0.01f, false), InlineData(0f, true), InlineData(0.05f, true), InlineData(0.06f, false), InlineData(float.NaN, false)]
    public void What_is_negligible_is_a_twentieth_at_most(float share, bool isAllowed)
    {
        var problem = (RoutingOptions.Balanced with { Negligible = share }).Problem();
        Assert.Equal(isAllowed, problem is null);
        Assert.True(isAllowed || problem!.Contains("Negligible", StringComparison.Ordinal) && problem.Contains("0 to 0.05", StringComparison.Ordinal));
    }

    [Fact]
    public void What_was_asked_for_stays_where_it_fits()
    {
        var asked = new RoutingOptions { Budget = 256, Local = 64, Refresh = 32 };
        Assert.Equal(asked, asked.Within(1024, 3));
        Assert.Equal(1, (asked with { Refresh = null }).Within(1024, 3).SegmentTokens(100));
        Assert.Equal(1, RoutingOptions.Balanced.Within(2048, 8).SegmentTokens(100));
        Assert.Equal(64, RoutingOptions.Balanced.Within(2048, 9).SegmentTokens(100));
        Assert.Equal(64, RoutingOptions.Balanced.Within(4096, 3).SegmentTokens(100));
        Assert.Equal(RoutingOptions.Exact, RoutingOptions.Exact.Within(1024, 3));
    }
}
