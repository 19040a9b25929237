using ReasoningGrains.Attention.Routing;
using ReasoningGrains.Inference.Engine;
using ReasoningGrains.Inference.Scheduling;

namespace ReasoningGrains.Inference.Tests.Scheduling;

/// <summary>A model whose W counts: the first block weighs as much as there were measurements. Those of chunks are for the chunks themselves and leave nothing.</summary>
internal sealed class MeasurementCounter : IModelRunner
{
    private readonly NullModelRunner inner = new(16, 3);

    public int Vocabulary => inner.Vocabulary;

    public static int Measurements(BlockWeights weights) => (int)weights.Average().Sum();

    public void Run(StepPlan plan)
    {
        foreach (var segment in plan.Segments)
        {
            if (segment is { Routing: { } routing, Measure: not (MeasuredBlocks.None or MeasuredBlocks.AllOfChunk) })
            {
                var end = segment.Position + segment.Tokens;
                routing.Restore(HandmadeWeights.Of(end, [Measurements(routing.Take(end)) + 1]));
            }
        }

        inner.Run(plan);
    }

    public Span<float> Logits(int output) => inner.Logits(output);

    public void Dispose() => inner.Dispose();
}
