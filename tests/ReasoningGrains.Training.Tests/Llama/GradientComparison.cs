using ReasoningGrains.Training.Llama;
using TorchSharp;
using static TorchSharp.torch;

namespace ReasoningGrains.Training.Tests.Llama;

/// <summary>A function of ours beside the same of torch's own operations: result and gradients.</summary>
internal static class GradientComparison
{
    public static void Same(Func<Tensor[], Tensor> ours, Func<Tensor[], Tensor> torchs, params long[][] shapes)
    {
        using var scope = NewDisposeScope();
        using var generator = new Generator(7);
        var inputs = shapes.Select(shape => randn(shape, generator: generator)).ToArray();
        var (mine, theirs) = (Leaves(inputs), Leaves(inputs));
        var (result, expected) = (ours(mine), torchs(theirs));
        Near(expected, result);
        var above = randn(expected.shape, generator: generator);
        result.backward([above]);
        expected.backward([above]);
        foreach (var (got, wanted) in mine.Zip(theirs))
        {
            Near(wanted.grad!, got.grad!);
        }
    }

    private static Tensor[] Leaves(Tensor[] inputs) => [.. inputs.Select(input => input.clone().requires_grad_(true))];

    private static void Near(Tensor expected, Tensor got)
    {
        Assert.Equal(expected.shape, got.shape);
        var found = got.detach().contiguous().Floats().ToArray();
        Assert.DoesNotContain(found, float.IsNaN);
        var worst = expected.detach().contiguous().Floats().ToArray().Zip(found).Max(pair => Math.Abs(pair.First - pair.Second));
        Assert.True(worst <= 1e-4f, $"{worst}");
    }
}
