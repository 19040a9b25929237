using ReasoningGrains.Training.Llama;
using TorchSharp;
using static TorchSharp.torch;

namespace ReasoningGrains.Training.Optimization;

/// <summary>Adam with decoupled weight decay (Loshchilov and Hutter 2019, algorithm 2) over the whole buffer of weights.</summary>
internal sealed class AdamW(LlamaWeights weights, AdamWSettings settings) : IDisposable
{
    /// <summary>Moving mean of the gradient, as long as the weights.</summary>
    public Tensor FirstMoment { get; } = zeros(weights.Layout.Length).DetachFromDisposeScope();

    /// <summary>Moving mean of its square.</summary>
    public Tensor SecondMoment { get; } = zeros(weights.Layout.Length).DetachFromDisposeScope();

    /// <summary>Moves the weights against their gradient and clears it.</summary>
    /// <param name="rate">Learning rate.</param>
    /// <param name="step">From 0.</param>
    public void Step(double rate, int step)
    {
        using var untracked = no_grad();
        using var scope = NewDisposeScope();
        var gradients = weights.Gradients;
        weights.Values.narrow(0, 0, weights.Layout.Decayed).mul_(1 - (rate * settings.WeightDecay));
        FirstMoment.mul_(settings.Beta1).add_(gradients, 1 - settings.Beta1);
        SecondMoment.mul_(settings.Beta2).addcmul_(gradients, gradients, 1 - settings.Beta2);
        var (first, second) = (1 - Math.Pow(settings.Beta1, step + 1), 1 - Math.Pow(settings.Beta2, step + 1));
        var deviation = SecondMoment.sqrt().div_(Math.Sqrt(second)).add_(settings.Epsilon);
        weights.Values.addcdiv_(FirstMoment, deviation, -rate / first);
        gradients.zero_();
    }

    public void Dispose()
    {
        FirstMoment.Dispose();
        SecondMoment.Dispose();
    }
}
