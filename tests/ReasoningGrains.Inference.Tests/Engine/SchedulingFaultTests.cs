using ReasoningGrains.Attention.Routing;
using ReasoningGrains.Inference.Engine;
using ReasoningGrains.Inference.Scheduling;
using ReasoningGrains.Inference.Tests.Scheduling;

namespace ReasoningGrains.Inference.Tests.Engine;

public sealed class SchedulingFaultTests
{
    /// <summary>W of a model with other heads, which an engine does not let in, fails when it is taken up.</summary>
    [Fact]
    public async Task What_fails_while_a_step_is_planned_ends_all_that_run_and_wait_and_the_next_one_runs()
    {
        using var engine = new SteppedEngine(blocks: 64);
        Sequence[] running = [engine.Enqueue(SteppedEngine.Request([1, 2], 100)), engine.Enqueue(SteppedEngine.Request([3, 4, 5], 100))];
        Assert.True(engine.Step());
        var routing = new RoutingOptions { Budget = 96, Local = 32 };
        Sequence[] waiting =
        [
            engine.Enqueue(SteppedEngine.Request([6, 7], 100) with { Routing = routing, Weights = HandmadeWeights.Of(2, [1], heads: 7) }),
            engine.Enqueue(SteppedEngine.Request([8, 9], 100)),
        ];
        Assert.False(engine.Step());
        Assert.True(engine.Scheduler.IsIdle);
        Assert.Equal(engine.Pool.Capacity, engine.Pool.Available);
        foreach (var sequence in (Sequence[])[.. running, .. waiting])
        {
            SteppedEngine.Told(sequence);
            var fault = await Assert.ThrowsAsync<EngineFaultException>(() => sequence.Output.Completion);
            Assert.Contains("7 heads", fault.Message, StringComparison.Ordinal);
            Assert.IsType<ArgumentException>(fault.InnerException);
        }

        var next = engine.Enqueue(SteppedEngine.Request([10, 11], 5));
        engine.Run();
        Assert.Equal(5, SteppedEngine.Told(next).Count);
        await next.Output.Completion;
        Assert.Equal(engine.Pool.Capacity, engine.Pool.Available);
    }
}
