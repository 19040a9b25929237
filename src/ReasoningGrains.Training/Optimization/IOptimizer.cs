using TorchSharp;
using static TorchSharp.torch;

namespace ReasoningGrains.Training.Optimization;

/// <summary>Turns gradients into steps. What it keeps from one to the next are two buffers as long as the weights.</summary>
internal interface IOptimizer : IDisposable
{
    /// <summary>Moving mean of the gradient.</summary>
    Tensor FirstMoment { get; }

    /// <summary>Moving mean of its square; zero where the optimizer needs none.</summary>
    Tensor SecondMoment { get; }

    /// <summary>Moves the weights against their gradient and clears it.</summary>
    /// <param name="rate">Learning rate.</param>
    /// <param name="step">From 0.</param>
    void Step(double rate, int step);
}
