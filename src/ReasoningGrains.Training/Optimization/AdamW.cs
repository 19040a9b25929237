using ReasoningGrains.Training.Llama;
using TorchSharp;
using static TorchSharp.torch;

namespace ReasoningGrains.Training.Optimization;

/// <summary>Adam with decoupled weight decay (Loshchilov and Hutter 2019, algorithm 2) over the buffer of weights.</summary>
/// <param name="weights">What it moves.</param>
/// <param name="settings">How.</param>
/// <param name="first">First weight that is its own; those before are another's.</param>
internal sealed class AdamW(LlamaWeights weights, AdamWSettings settings, long first = 0) : IOptimizer
{
    private readonly long length = weights.Layout.Length - first;

    /// <inheritdoc/>
    public Tensor FirstMoment { get; } = zeros(weights.Layout.Length).DetachFromDisposeScope();

    /// <inheritdoc/>
    public Tensor SecondMoment { get; } = zeros(weights.Layout.Length).DetachFromDisposeScope();

    /// <inheritdoc/>
    public void Step(double rate, int step)
    {
        using var untracked = no_grad();
        using var scope = NewDisposeScope();
        var (values, gradients, mean, square) = (Own(weights.Values), Own(weights.Gradients), Own(FirstMoment), Own(SecondMoment));
        var (bias, squareBias) = (1 - Math.Pow(settings.Beta1, step + 1), 1 - Math.Pow(settings.Beta2, step + 1));
        // Held to the end: TorchSharp lets the collector free a number that it made a scalar of while libtorch reads it.
        using Scalar kept = 1 - (rate * settings.WeightDecay), former = settings.Beta1, now = 1 - settings.Beta1, formerSquare = settings.Beta2, nowSquare = 1 - settings.Beta2;
        using Scalar correction = Math.Sqrt(squareBias), epsilon = settings.Epsilon, by = -rate / bias;
        if (weights.Layout.Decayed > first)
        {
            values.narrow(0, 0, weights.Layout.Decayed - first).mul_(kept);
        }

        mean.mul_(former).add_(gradients, now);
        square.mul_(formerSquare).addcmul_(gradients, gradients, nowSquare);
        var deviation = square.sqrt().div_(correction).add_(epsilon);
        values.addcdiv_(mean, deviation, by);
        gradients.zero_();
    }

    public void Dispose()
    {
        FirstMoment.Dispose();
        SecondMoment.Dispose();
    }

    private Tensor Own(Tensor buffer) => buffer.narrow(0, first, length);
}
