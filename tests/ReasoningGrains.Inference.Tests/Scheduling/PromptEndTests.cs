using ReasoningGrains.Attention.Routing;
using ReasoningGrains.Inference.Engine;
using ReasoningGrains.Inference.Scheduling;

namespace ReasoningGrains.Inference.Tests.Scheduling;

/// <summary>How a prompt is cut into steps, so that its end is measured by no fewer than 16 probes.</summary>
public sealed class PromptEndTests
{
    private const int FewestProbes = 16;
    private static readonly RoutingOptions Routing = new() { Budget = 96, Local = 32, Refresh = 16, Probes = 16 };

    [Fact]
    public void A_step_takes_all_that_is_left_or_leaves_the_probes()
    {
        using var engine = new SteppedEngine(blocks: 1);
        for (var tokens = FewestProbes + 1; tokens <= 150; tokens++)
        {
            var sequence = new Sequence(SteppedEngine.Request(new int[tokens]) with { Routing = Routing }, engine.Pool, 1 << 20);
            for (var room = 1; room <= tokens; room++)
            {
                var step = sequence.Limit(room);
                Assert.InRange(step, 1, room);
                Assert.True(step == tokens || tokens - step >= FewestProbes, $"of {tokens} tokens a step with room for {room} takes {step}");
            }
        }
    }

    [Theory]
    [InlineData(64, new[] { 64 })]
    [InlineData(65, new[] { 49, 16 })]
    [InlineData(74, new[] { 58, 16 })]
    [InlineData(80, new[] { 64, 16 })]
    [InlineData(130, new[] { 64, 50, 16 })]
    public void A_prompt_is_cut_before_its_probes(int tokens, int[] steps)
        => Assert.Equal(steps, Cut(SteppedEngine.Request([.. Enumerable.Range(0, tokens)], 1) with { Routing = Routing }));

    [Fact]
    public void Where_W_of_the_turn_before_is_taken_up_a_step_ends_like_at_the_prompts_end()
        => Assert.Equal([54, 16, 64, 50, 16], Cut(SteppedEngine.Request([.. Enumerable.Range(0, 200)], 1) with { Routing = Routing, Weights = HandmadeWeights.Of(70, [1, 2, 3]) }));

    [Fact]
    public void A_prompt_that_is_not_measured_fills_the_steps()
        => Assert.Equal([64, 10], Cut(SteppedEngine.Request([.. Enumerable.Range(0, 74)], 1)));

    /// <summary>Tokens of each step until the first is generated.</summary>
    private static int[] Cut(GenerationRequest request)
    {
        using var engine = new SteppedEngine(blocks: 64, rows: 64);
        var sequence = engine.Enqueue(request);
        var steps = new List<int>();
        while (sequence.Generated == 0)
        {
            Assert.True(engine.Step());
            steps.Add(engine.Plan.Segments[0].Tokens);
        }

        return [.. steps];
    }
}
