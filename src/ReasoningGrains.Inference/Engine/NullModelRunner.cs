using ReasoningGrains.Inference.Scheduling;

namespace ReasoningGrains.Inference.Engine;

/// <summary>A model that costs nothing and always says the same token: what is left to measure is the service.</summary>
internal sealed class NullModelRunner(int vocabulary, int token) : IModelRunner
{
    private readonly float[] logits = new float[vocabulary];

    public int Vocabulary => vocabulary;

    public void Run(StepPlan plan)
    {
        Array.Clear(logits);
        logits[token] = 1;
    }

    public Span<float> Logits(int output) => logits;

    public void Dispose()
    {
    }
}
