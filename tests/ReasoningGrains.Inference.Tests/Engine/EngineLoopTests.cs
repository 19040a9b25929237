using ReasoningGrains.Attention.Blocks;
using ReasoningGrains.Attention.Routing;
using ReasoningGrains.Inference.Engine;
using ReasoningGrains.Inference.Scheduling;
using ReasoningGrains.Models;
using ReasoningGrains.Tests;

namespace ReasoningGrains.Inference.Tests.Engine;

/// <summary>The loop, step by step on the test's own thread.</summary>
public sealed class EngineLoopTests
{
    private static readonly KvShape Small = new(1, 1, 1, 2, KvElement.Int8);

    /// <summary>In 32 steps each of three sequences fills a block, which keeps its tokens: 200 bytes. Routed: W is measured again every 16 tokens, twice in what is counted.</summary>
    [Theory, InlineData(false), InlineData(true)]
    public void Decoding_allocates_nothing_but_the_identities_of_full_blocks(bool routed)
    {
        var routing = routed ? new RoutingOptions { Budget = 96, Local = 32, Refresh = 16, Probes = 8 } : RoutingOptions.Exact;
        using var model = ModelLoader.Open(SharedFiles.Require("models/tiny/llama"));
        var cache = Directory.CreateTempSubdirectory("reasoninggrains-").FullName;
        using var pool = new BlockPool(EngineFactory.Shape(model.Config, KvElement.Int8), 1 << 26);
        using var runner = EngineFactory.CreateRunner(model, new EngineOptions { ModelPath = model.Path, Cache = cache }, pool.Shape);
        var limits = new EngineLimits();
        var scheduler = new Scheduler(limits);
        var loop = new EngineLoop(scheduler, runner, new StepPlan(limits.StepTokens, 64));
        Sequence[] sequences = [.. Enumerable.Range(1, 3).Select(i => Sequence(pool, [i, 2 * i, 3 * i], 400, routing))];
        Array.ForEach(sequences, scheduler.Enqueue);
        Steps(100);
        // A collection that another test causes throws this thread's allocation buffer away and counts it: of several measurements the least is what the loop allocates.
        Assert.InRange(Enumerable.Range(0, 8).Min(_ => Measured(() => Steps(32))), 0, 3 * 200);
        Directory.Delete(cache, recursive: true);

        static long Measured(Action action)
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            action();
            return GC.GetAllocatedBytesForCurrentThread() - before;
        }

        void Steps(int count)
        {
            for (var i = 0; i < count; i++)
            {
                Assert.True(loop.Step());
                foreach (var sequence in sequences)
                {
                    while (sequence.Output.TryRead(out _))
                    {
                    }
                }
            }
        }
    }

    /// <summary>A block that weighs little is rounded when the turn ends, a few a turn, once two conversations have told enough of the heads; with no such limit none is.</summary>
    [Fact]
    public void Light_blocks_go_to_four_bits_when_the_turn_ends()
    {
        using var model = ModelLoader.Open(SharedFiles.Require("models/tiny/llama"));
        var cache = Directory.CreateTempSubdirectory("reasoninggrains-").FullName;
        using var pool = new BlockPool(EngineFactory.Shape(model.Config, KvElement.Int8), 1 << 26);
        using var runner = EngineFactory.CreateRunner(model, new EngineOptions { ModelPath = model.Path, Cache = cache }, pool.Shape, moments: pool.Moments);
        var scheduler = new Scheduler(new EngineLimits());
        var loop = new EngineLoop(scheduler, runner, new StepPlan(512, 64));
        var spared = pool.Shape.BlockBytes - pool.Shape.Cold.BlockBytes;
        var hot = KvBytes(cool: 0, first: 3);
        Assert.Equal(0, hot % pool.Shape.BlockBytes);
        Assert.Equal(16 * spared, hot - KvBytes(cool: 1000, first: 4));
        Directory.Delete(cache, recursive: true);

        long KvBytes(float cool, int first)
        {
            var sequence = Sequence(pool, [.. Enumerable.Range(0, 1000).Select(i => first + (i * 7 % 200))], 20, new RoutingOptions { Budget = 96, Local = 32, Refresh = 16, Probes = 8, Cool = cool });
            scheduler.Enqueue(sequence);
            while (loop.Step())
            {
            }

            Assert.Equal(20, sequence.Generated);
            return sequence.KvBytes;
        }
    }

    [Fact]
    public async Task A_step_that_fails_ends_its_own_sequences_and_the_next_one_runs()
    {
        using var pool = new BlockPool(Small, 1 << 20);
        using var runner = new FailingRunner();
        var scheduler = new Scheduler(new EngineLimits());
        var loop = new EngineLoop(scheduler, runner, new StepPlan(64, 64));
        var (broken, whole) = (Sequence(pool, [1, 2], 5), Sequence(pool, [3, 4], 5));
        scheduler.Enqueue(broken);
        runner.Fails = true;
        Assert.True(loop.Step());
        runner.Fails = false;
        scheduler.Enqueue(whole);
        while (loop.Step())
        {
        }

        await Assert.ThrowsAsync<EngineFaultException>(() => broken.Output.Completion);
        await foreach (var _ in whole.Output.ReadAllAsync(TestContext.Current.CancellationToken))
        {
        }

        Assert.Equal(5, whole.Generated);
        Assert.Equal(pool.Capacity, pool.Available);
    }

    [Fact]
    public void Sequences_that_do_not_fit_together_run_one_after_another()
    {
        using var pool = new BlockPool(Small, 6 * Small.BlockBytes);
        using var runner = new NullModelRunner(16, 3);
        var scheduler = new Scheduler(new EngineLimits());
        var loop = new EngineLoop(scheduler, runner, new StepPlan(64, 64));
        Sequence[] sequences = [.. Enumerable.Range(1, 4).Select(i => Sequence(pool, [.. Enumerable.Repeat(i, 60)], 80))];
        Array.ForEach(sequences, scheduler.Enqueue);
        while (loop.Step())
        {
        }

        Assert.All(sequences, s => Assert.Equal(80, s.Generated));
        Assert.Equal(6, pool.Available);
    }

    [Fact]
    public async Task A_sequence_too_long_for_the_pool_fails_by_name()
    {
        using var pool = new BlockPool(Small, 2 * Small.BlockBytes);
        using var runner = new NullModelRunner(16, 3);
        var scheduler = new Scheduler(new EngineLimits());
        var loop = new EngineLoop(scheduler, runner, new StepPlan(64, 64));
        var sequence = Sequence(pool, [.. Enumerable.Repeat(1, 60)], 80);
        scheduler.Enqueue(sequence);
        while (loop.Step())
        {
        }

        while (sequence.Output.TryRead(out _))
        {
        }

        var fault = await Assert.ThrowsAsync<EngineFaultException>(() => sequence.Output.Completion);
        Assert.Contains("Engine:KvBytes", fault.Message, StringComparison.Ordinal);
    }

    private static Sequence Sequence(BlockPool pool, int[] tokens, int generate, RoutingOptions? routing = null)
        => new(new GenerationRequest { Sequence = "test", Tokens = tokens, MaxTokens = generate, StopTokens = new HashSet<int>(), Routing = routing ?? RoutingOptions.Exact }, pool, 1 << 20);

    private sealed class FailingRunner : IModelRunner
    {
        private readonly NullModelRunner inner = new(16, 3);

        public bool Fails { get; set; }

        public int Vocabulary => inner.Vocabulary;

        public void Run(StepPlan plan)
        {
            if (Fails)
            {
                throw new InvalidOperationException("The device is gone.");
            }

            inner.Run(plan);
        }

        public Span<float> Logits(int output) => inner.Logits(output);

        public void Dispose() => inner.Dispose();
    }
}
