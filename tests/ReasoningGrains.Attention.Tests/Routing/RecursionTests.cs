using ReasoningGrains.Attention.Routing;

namespace ReasoningGrains.Attention.Tests.Routing;

/// <summary>The algebra of <c>W_t = α·W_{t-1} + (1-α)·f</c>.</summary>
public sealed class RecursionTests
{
    private readonly Random random = new(7);

    [Fact]
    public void Weights_sum_to_one_after_any_number_of_turns()
    {
        var weights = new float[40];
        for (var turn = 0; turn < 50; turn++)
        {
            Recursion.Update(weights, Mass(40), 0.6f);
            Assert.Equal(1, weights.Sum(), 1e-5f);
        }
    }

    [Fact]
    public void Alpha_of_zero_forgets()
    {
        var (weights, mass) = (Mass(10), Mass(10));
        Recursion.Update(weights, mass, 0);
        Assert.Equal(mass, weights);
    }

    [Fact]
    public void Alpha_near_one_keeps()
    {
        var (before, mass) = (Mass(10), Mass(10));
        var weights = before.ToArray();
        Recursion.Update(weights, mass, 0.9999f);
        Assert.All(before.Zip(weights), pair => Assert.Equal(pair.First, pair.Second, 1e-3f));
    }

    [Fact]
    public void The_weight_of_an_old_turn_decays_as_alpha_to_the_power_of_its_age()
    {
        float[] weights = [0, 0];
        Recursion.Update(weights, [1, 0], 0.6f);
        for (var age = 1; age <= 5; age++)
        {
            Recursion.Update(weights, [0, 1], 0.6f);
            Assert.Equal(MathF.Pow(0.6f, age), weights[0], 1e-5f);
        }
    }

    [Fact]
    public void The_order_of_blocks_does_not_matter()
    {
        var (weights, mass) = (Mass(12), Mass(12));
        var order = Enumerable.Range(0, 12).OrderBy(_ => random.Next()).ToArray();
        var permuted = order.Select(i => weights[i]).ToArray();
        Recursion.Update(weights, mass, 0.3f);
        Recursion.Update(permuted, order.Select(i => mass[i]).ToArray(), 0.3f);
        Assert.All(order.Select((from, to) => (from, to)), p => Assert.Equal(weights[p.from], permuted[p.to], 1e-6f));
    }

    [Fact]
    public void Blocks_that_were_not_measured_have_no_mass()
    {
        var before = Mass(10);
        var (some, all) = (before.ToArray(), before.ToArray());
        Recursion.Update(some, [2, 5, 7], [0.5f, 0.25f, 0.25f], 0.6f);
        Recursion.Update(all, [0, 0, 0.5f, 0, 0, 0.25f, 0, 0.25f, 0, 0], 0.6f);
        Assert.Equal(all, some);
        Assert.Equal(1, some.Sum(), 1e-5f);
    }

    [Fact]
    public void What_has_decayed_for_long_is_gone()
    {
        float[] weights = [1, 0];
        for (var turn = 0; turn < 100; turn++)
        {
            Recursion.Update(weights, [0, 1], 0.6f);
        }

        Assert.Equal(0, weights[0]);
        Assert.Equal(1, weights[1], 1e-6f);
    }

    private float[] Mass(int blocks)
    {
        var mass = Enumerable.Range(0, blocks).Select(_ => random.NextSingle()).ToArray();
        return [.. mass.Select(m => m / mass.Sum())];
    }
}
