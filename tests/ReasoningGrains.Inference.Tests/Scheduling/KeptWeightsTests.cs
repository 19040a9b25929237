using ReasoningGrains.Attention.Routing;
using ReasoningGrains.Inference.Engine;

namespace ReasoningGrains.Inference.Tests.Scheduling;

/// <summary>W of sequences that give their blocks back before they have ended.</summary>
public sealed class KeptWeightsTests
{
    /// <summary>With the budget it leaves a step 32 tokens of a prompt.</summary>
    private const int Window = 160;
    private static readonly RoutingOptions Routing = new() { Budget = 96, Local = 32, Refresh = 16, Probes = 8 };

    /// <summary>Measured at 40 tokens, 56, 72, 88, 104, 120, 136 and the end. The one that came before ends while most of the blocks can be found again, or when all are overwritten.</summary>
    [Theory, InlineData(90), InlineData(200)]
    public void An_answer_that_is_preempted_is_measured_once(int before)
    {
        Assert.Equal((8, 140), Answer(before, blocks: 64));
        var (measurements, computed) = Answer(before, blocks: 8);
        Assert.Equal(8, measurements);
        Assert.InRange(computed, 141, int.MaxValue);
    }

    /// <summary>To the three of the turn before come the prompt's end and the answer's.</summary>
    [Fact]
    public void A_prompt_that_is_preempted_before_W_is_taken_up_still_takes_it_up()
    {
        Assert.Equal((5, 205), Prompt(blocks: 64));
        var (measurements, computed) = Prompt(blocks: 8);
        Assert.Equal(5, measurements);
        Assert.InRange(computed, 206, int.MaxValue);
    }

    /// <summary>After 96 tokens: without a W before, with one that was taken up, and with one that is of more.</summary>
    [Theory, InlineData(0), InlineData(64), InlineData(160)]
    public void A_prompt_that_is_cut_off_leaves_the_W_before(int known)
    {
        using var engine = new SteppedEngine(blocks: 64);
        var request = Routed(200, 5) with { Weights = known == 0 ? null : HandmadeWeights.Of(known, [3]) };
        var sequence = engine.Enqueue(request, window: Window);
        for (var step = 0; step < 3; step++)
        {
            Assert.True(engine.Step());
        }

        Assert.Equal(96, engine.Computed(sequence));
        sequence.Cancel();
        engine.Run();
        Assert.Equal(GenerationEnd.Cancelled, Assert.Single(SteppedEngine.Told(sequence)).End);
        Assert.Same(request.Weights, sequence.Weights);
    }

    [Fact]
    public void An_answer_that_is_cut_off_while_it_waits_again_keeps_its_W()
    {
        using var engine = new SteppedEngine(blocks: 8, new MeasurementCounter());
        engine.Enqueue(SteppedEngine.Request([.. Enumerable.Repeat(1, 50)], 200));
        var sequence = engine.Enqueue(Routed(40, 100));
        while (sequence.Generated == 0 || sequence.Table.Length > 0)
        {
            Assert.True(engine.Step());
        }

        sequence.Cancel();
        engine.Run();
        Assert.Equal(5, MeasurementCounter.Measurements(sequence.Weights!));
    }

    [Fact]
    public async Task An_answer_that_only_its_measurement_is_missing_of_survives_the_end_of_the_engine()
    {
        using var engine = new SteppedEngine(blocks: 64, new MeasurementCounter());
        var sequence = engine.Enqueue(Routed(40, 5));
        while (sequence.Closing is null)
        {
            Assert.True(engine.Step());
        }

        engine.Scheduler.Abort(new EngineFaultException("The engine stops."));
        Assert.Equal(GenerationEnd.MaxTokens, SteppedEngine.Told(sequence)[^1].End);
        await sequence.Output.Completion;
    }

    /// <summary>Of 8 blocks the one before needs the fifth when the answer has 118 tokens: a segment ended between its last full block and there.</summary>
    private static (int Measurements, int Computed) Answer(int before, int blocks)
    {
        using var engine = new SteppedEngine(blocks, new MeasurementCounter());
        engine.Enqueue(SteppedEngine.Request([.. Enumerable.Repeat(1, 50)], before));
        var sequence = engine.Enqueue(Routed(40, 100));
        engine.Run();
        return (MeasurementCounter.Measurements(sequence.Weights!), engine.Computed(sequence));
    }

    /// <summary>Of 8 blocks two prompts have 4 each when neither can go on; W before is of 5.</summary>
    private static (int Measurements, int Computed) Prompt(int blocks)
    {
        using var engine = new SteppedEngine(blocks, new MeasurementCounter());
        engine.Enqueue(SteppedEngine.Request([.. Enumerable.Repeat(1, 200)], 5) with { Routing = Routing }, window: Window);
        var sequence = engine.Enqueue(Routed(200, 5) with { Weights = HandmadeWeights.Of(160, [3]) }, window: Window);
        engine.Run();
        return (MeasurementCounter.Measurements(sequence.Weights!), engine.Computed(sequence));
    }

    private static GenerationRequest Routed(int tokens, int generate) => SteppedEngine.Request([.. Enumerable.Range(0, tokens)], generate) with { Routing = Routing };
}
