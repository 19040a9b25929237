using ReasoningGrains.Inference.Engine;
using ReasoningGrains.Inference.Sampling;
using ReasoningGrains.Inference.Scheduling;

namespace ReasoningGrains.Inference.Tests.Scheduling;

public sealed class ScoredOnceTests
{
    private static readonly int[] Context = [.. Enumerable.Range(0, 96)];

    /// <summary>Scored from its start nothing of it is found again, from the middle a block is.</summary>
    [Theory, InlineData(1), InlineData(40)]
    public void Each_log_probability_is_told_once_although_a_preemption_computes_it_again(int from)
    {
        var (alone, once) = Score(from, blocks: 64);
        Assert.Equal(Context.Length, once);
        Assert.Equal(Context[from..], alone.Select(t => t.Token).ToArray());
        var (preempted, computed) = Score(from, blocks: 4);
        Assert.InRange(computed, Context.Length + 1, int.MaxValue);
        Assert.Equal(alone, preempted);
    }

    /// <summary>Beside an answer that came before and takes three of the blocks.</summary>
    private static (SampledToken[] Told, int Computed) Score(int from, int blocks)
    {
        using var engine = new SteppedEngine(blocks, new UnlikeLogits(), rows: 64, outputs: 8);
        engine.Enqueue(SteppedEngine.Request([.. Enumerable.Repeat(1, 30)], 40));
        var sequence = engine.Enqueue(SteppedEngine.Request(Context), scoreFrom: from);
        engine.Run();
        return ([.. SteppedEngine.Told(sequence)], engine.Computed(sequence));
    }

    /// <summary>After each token another log-probability of the next number.</summary>
    private sealed class UnlikeLogits : IModelRunner
    {
        private readonly float[] logits = new float[128];
        private StepPlan step = null!;

        public int Vocabulary => logits.Length;

        public void Run(StepPlan plan) => step = plan;

        public Span<float> Logits(int output)
        {
            var token = step.Tokens[step.OutputRows[output]];
            Array.Clear(logits);
            logits[(token + 1) % logits.Length] = token / 64f;
            return logits;
        }

        public void Dispose()
        {
        }
    }
}
