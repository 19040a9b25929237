using ReasoningGrains.Inference.Sampling;

namespace ReasoningGrains.Inference.Tests.Sampling;

public sealed class SamplerTests
{
    private static readonly float[] Logits = [1, 3, 2, 0, -1];

    [Fact]
    public void Greedy_takes_the_greatest() => Assert.Equal([1], Drawn(SamplingOptions.Greedy));

    [Fact]
    public void Everything_can_be_drawn_without_limits() => Assert.Equal([0, 1, 2, 3, 4], Drawn(new SamplingOptions()));

    [Fact]
    public void Top_k_draws_from_the_k_likeliest() => Assert.Equal([1, 2], Drawn(new SamplingOptions { TopK = 2 }));

    [Fact]
    public void Top_p_draws_from_the_smallest_set_with_that_probability()
    {
        // Probabilities .636 .234 .086 .032 .012
        Assert.Equal([1], Drawn(new SamplingOptions { TopP = 0.6f }));
        Assert.Equal([1, 2], Drawn(new SamplingOptions { TopP = 0.7f }));
        Assert.Equal([0, 1, 2], Drawn(new SamplingOptions { TopP = 0.9f }));
    }

    [Fact]
    public void Min_p_is_relative_to_the_likeliest() => Assert.Equal([0, 1, 2], Drawn(new SamplingOptions { MinP = 0.1f }));

    /// <summary>Of the three likeliest the first has .665 of the weight; of all tokens it has .636.</summary>
    [Fact]
    public void Top_p_is_of_what_top_k_left_and_min_p_comes_last() => Assert.Equal([1], Drawn(new SamplingOptions { TopK = 3, TopP = 0.65f, MinP = 0.2f }));

    [Fact]
    public void Frequencies_follow_the_softmax()
    {
        var sampler = new Sampler(5);
        var state = new SamplingState(new SamplingOptions { Seed = 3 });
        var counts = new int[5];
        for (var i = 0; i < 20000; i++)
        {
            counts[sampler.Sample([.. Logits], [], state)]++;
        }

        Assert.Equal(0.636, counts[1] / 20000.0, 0.02);
        Assert.Equal(0.234, counts[2] / 20000.0, 0.02);
    }

    [Fact]
    public void Bias_and_penalties_change_the_choice()
    {
        Assert.Equal([4], Drawn(SamplingOptions.Greedy with { LogitBias = new Dictionary<int, float> { [4] = 100 } }));
        Assert.Equal([2], Drawn(SamplingOptions.Greedy with { RepetitionPenalty = 2 }, [1]));
        var sampler = new Sampler(5);
        var state = new SamplingState(SamplingOptions.Greedy with { FrequencyPenalty = 0.6f });
        Assert.Equal([1, 1, 2], Enumerable.Range(0, 3).Select(_ => sampler.Sample([.. Logits], [], state)));
    }

    private static int[] Drawn(SamplingOptions options, int[]? context = null)
    {
        var sampler = new Sampler(5);
        var state = new SamplingState(options with { Seed = 1 });
        return [.. Enumerable.Range(0, 4000).Select(_ => sampler.Sample([.. Logits], context ?? [], state)).Distinct().Order()];
    }
}
