using ReasoningGrains.Attention.Blocks;
using ReasoningGrains.Inference.Engine;
using ReasoningGrains.Inference.Sampling;
using ReasoningGrains.Inference.Scheduling;

namespace ReasoningGrains.Inference.Tests.Scheduling;

/// <summary>The loop over memory of a few blocks, step by step on the test's own thread.</summary>
internal sealed class SteppedEngine : IDisposable
{
    private static readonly KvShape Shape = new(1, 1, 1, 2, KvElement.Int8);
    private readonly Dictionary<Sequence, int> computed = [];
    private readonly IModelRunner runner;
    private readonly EngineLoop loop;
    private long arrivals;

    /// <param name="blocks">That the memory holds.</param>
    /// <param name="runner">Of the model; disposed with the engine. Null always says the same token.</param>
    /// <param name="rows">Of a step.</param>
    /// <param name="outputs">Of a step.</param>
    /// <param name="running">Sequences that run at once.</param>
    public SteppedEngine(int blocks, IModelRunner? runner = null, int rows = 512, int outputs = 64, int running = 64)
    {
        this.runner = runner ?? new NullModelRunner(16, 3);
        Pool = new BlockPool(Shape, blocks * Shape.BlockBytes);
        Plan = new StepPlan(rows, outputs);
        Scheduler = new Scheduler(new EngineLimits { MaxRows = running });
        loop = new EngineLoop(Scheduler, this.runner, Plan);
    }

    public BlockPool Pool { get; }

    public Scheduler Scheduler { get; }

    /// <summary>Of the last step.</summary>
    public StepPlan Plan { get; }

    public static GenerationRequest Request(int[] tokens, int generate = int.MaxValue)
        => new() { Sequence = "test", Tokens = tokens, MaxTokens = generate, StopTokens = new HashSet<int>() };

    /// <summary>What a sequence has said and nobody has read yet.</summary>
    public static List<SampledToken> Told(Sequence sequence)
    {
        var told = new List<SampledToken>();
        while (sequence.Output.TryRead(out var token))
        {
            told.Add(token);
        }

        return told;
    }

    /// <summary>Lets a sequence wait for its turn; without an arrival it is the last that came.</summary>
    public Sequence Enqueue(GenerationRequest request, int? scoreFrom = null, int window = int.MaxValue, long? arrival = null)
    {
        var sequence = new Sequence(request, Pool, 1 << 20, window) { Arrival = arrival ?? arrivals++, ScoreFrom = scoreFrom };
        Scheduler.Enqueue(sequence);
        return sequence;
    }

    public bool Step()
    {
        if (!loop.Step())
        {
            return false;
        }

        foreach (var segment in Plan.Planned)
        {
            computed[segment.Sequence] = Computed(segment.Sequence) + segment.Count;
        }

        return true;
    }

    public void Run()
    {
        while (Step())
        {
        }
    }

    /// <summary>Tokens of a sequence that were computed, those that were computed again included.</summary>
    public int Computed(Sequence sequence) => computed.GetValueOrDefault(sequence);

    public void Dispose()
    {
        runner.Dispose();
        Pool.Dispose();
    }
}
