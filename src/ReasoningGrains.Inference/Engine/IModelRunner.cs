using ReasoningGrains.Inference.Scheduling;

namespace ReasoningGrains.Inference.Engine;

/// <summary>One forward pass over the rows of a step.</summary>
internal interface IModelRunner : IDisposable
{
    int Vocabulary { get; }

    /// <summary>Computes the step's keys, values and logits.</summary>
    void Run(StepPlan plan);

    /// <summary>The logits [vocabulary] of an output of the last step; the caller may change them.</summary>
    Span<float> Logits(int output);
}
