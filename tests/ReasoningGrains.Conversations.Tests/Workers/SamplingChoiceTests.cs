using ReasoningGrains.Conversations.Workers;
using ReasoningGrains.Inference.Sampling;
using ReasoningGrains.Models.Sampling;

namespace ReasoningGrains.Conversations.Tests.Workers;

public sealed class SamplingChoiceTests
{
    private static readonly SamplingDefaults Model = new() { Temperature = 0.6f, TopK = 20, TopP = 0.9f, MinP = 0.1f, RepetitionPenalty = 1.1f };

    [Fact]
    public void What_is_left_out_is_the_model_s()
        => Assert.Equal(
            new SamplingOptions { Temperature = 0.6f, TopK = 20, TopP = 0.9f, MinP = 0.1f, RepetitionPenalty = 1.1f, Seed = 7 },
            SamplingChoice.Of(SamplingChoice.Complete(TurnOptions.Default, Model), 7));

    [Fact]
    public void What_is_said_wins()
    {
        var asked = new TurnOptions { Temperature = 1, TopK = 0, TopP = 1, MinP = 0, RepetitionPenalty = 1, PresencePenalty = 0.5f, MaxOutputTokens = 3 };
        Assert.Equal(asked, SamplingChoice.Complete(asked, Model));
        Assert.Equal(0.7f, SamplingChoice.Complete(new TurnOptions { Temperature = 0.7f }, Model with { Temperature = 0 }).Temperature);
    }

    /// <summary>Entries of releases before the defaults: their turns go on as they began.</summary>
    [Fact]
    public void What_a_journal_leaves_open_is_the_whole_distribution()
        => Assert.Equal(new SamplingOptions { Temperature = 1, TopP = 1, Seed = 7 }, SamplingChoice.Of(TurnOptions.Default, 7));
}
