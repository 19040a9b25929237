using ReasoningGrains.Attention.Routing;
using ReasoningGrains.Conversations.Weights;

namespace ReasoningGrains.Conversations.Tests.Weights;

public sealed class RoutingChoiceTests
{
    [Fact]
    public void The_default_is_balanced() => Assert.Equal(RoutingOptions.Balanced, Attended(new AttentionOptions(), null));

    [Fact]
    public void A_turn_without_a_profile_overrides_the_servers_default()
        => Assert.Equal(
            RoutingOptions.LowLatency with { Alpha = 0.3f, Budget = 512, Probes = 16 },
            Attended(new AttentionOptions { Profile = "low-latency", Alpha = 0.8f, Probes = 16 }, new AttentionOptions { Alpha = 0.3f, Budget = 512 }));

    [Fact]
    public void A_named_profile_is_taken_as_it_is_published()
        => Assert.Equal(RoutingOptions.LowLatency with { Sink = 64 }, Attended(new AttentionOptions { Alpha = 0.8f }, new AttentionOptions { Profile = "low-latency", Sink = 64 }));

    [Theory]
    [InlineData("exact", true)]
    [InlineData("balanced", false)]
    public void Only_exact_attends_every_block(string profile, bool exact) => Assert.Equal(exact, Attended(new AttentionOptions(), new AttentionOptions { Profile = profile }).IsExact);

    public static TheoryData<string, AttentionOptions> Wrong => new()
    {
        { "Profile is 'fast'", new AttentionOptions { Profile = "fast" } },
        { "Alpha is 1", new AttentionOptions { Alpha = 1 } },
        { "Budget is 100", new AttentionOptions { Budget = 100 } },
        { "Budget is 2048; allowed: a multiple of 32 above Sink + Local (2147483872)", new AttentionOptions { Sink = 2147483616 } },
        { "Sink is -32", new AttentionOptions { Sink = -32 } },
        { "Budget is 512; allowed: none with the profile exact", new AttentionOptions { Profile = "exact", Budget = 512 } },
        { "LocalBias is 2; allowed: 0 with the profile exact", new AttentionOptions { Profile = "exact", LocalBias = 2 } },
        { "Refresh is 0", new AttentionOptions { Refresh = 0 } },
    };

    [Theory, MemberData(nameof(Wrong))]
    public void What_is_wrong_is_named_with_its_value_and_what_is_allowed(string what, AttentionOptions options)
    {
        var setting = Assert.Throws<ArgumentException>(() => new RoutingChoice(options));
        Assert.Contains($"Attention:{what}", setting.Message, StringComparison.Ordinal);
        Assert.Contains("allowed", setting.Message, StringComparison.Ordinal);
        var refused = Assert.Throws<ConversationException>(() => new RoutingChoice(new AttentionOptions()).Complete(options));
        Assert.Equal(ErrorCodes.Invalid, refused.Code);
        Assert.Contains(what, refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Equal_options_are_one_lineage_and_others_another()
    {
        Assert.Equal(RoutingChoice.Lineage(RoutingOptions.Balanced), RoutingChoice.Lineage(RoutingOptions.Balanced with { Budget = 2048 }));
        Assert.NotEqual(RoutingChoice.Lineage(RoutingOptions.Balanced), RoutingChoice.Lineage(RoutingOptions.Balanced with { LocalBias = 1 }));
        Assert.Equal("exact", RoutingChoice.Lineage(RoutingOptions.Exact));
    }

    private static RoutingOptions Attended(AttentionOptions server, AttentionOptions? turn) => RoutingChoice.Of(new RoutingChoice(server).Complete(turn));
}
