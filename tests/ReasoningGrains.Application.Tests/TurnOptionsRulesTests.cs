using ReasoningGrains.Application.Behaviours;

namespace ReasoningGrains.Application.Tests;

public sealed class TurnOptionsRulesTests
{
    public static TheoryData<string, TurnOptions> Wrong => new()
    {
        { "temperature", new TurnOptions { Temperature = 2.1f } },
        { "temperature", new TurnOptions { Temperature = float.NaN } },
        { "top_p", new TurnOptions { TopP = 0 } },
        { "top_k", new TurnOptions { TopK = -1 } },
        { "min_p", new TurnOptions { MinP = 1.5f } },
        { "presence_penalty", new TurnOptions { PresencePenalty = 3 } },
        { "frequency_penalty", new TurnOptions { FrequencyPenalty = -3 } },
        { "attention.profile", new TurnOptions { Attention = new AttentionOptions { Profile = "fast" } } },
        { "attention.alpha", new TurnOptions { Attention = new AttentionOptions { Alpha = 1 } } },
        { "attention.alpha", new TurnOptions { Attention = new AttentionOptions { Alpha = float.NaN } } },
        { "attention.budget", new TurnOptions { Attention = new AttentionOptions { Profile = "exact", Budget = 1024 } } },
        { "attention.local_bias", new TurnOptions { Attention = new AttentionOptions { Profile = "exact", LocalBias = 2 } } },
        { "attention.probes", new TurnOptions { Attention = new AttentionOptions { Probes = 129 } } },
    };

    [Theory, MemberData(nameof(Wrong))]
    public void What_is_out_of_range_is_refused_by_its_name(string field, TurnOptions options)
    {
        var refused = Assert.Throws<RefusedException>(() => TurnOptionsRules.Check(options));
        Assert.Equal(field, refused.Field);
        Assert.Equal(ErrorCodes.Invalid, refused.Code);
    }

    [Fact]
    public void Ordinary_options_are_accepted()
        => TurnOptionsRules.Check(new TurnOptions { Temperature = 0.7f, TopP = 0.95f, TopK = 40, MinP = 0.05f, MaxOutputTokens = 100, Seed = 1 });
}
