using ReasoningGrains.Training.Llama;
using TorchSharp;
using static TorchSharp.torch;

namespace ReasoningGrains.Training.Tests.Llama;

public sealed class RootMeanSquareNormTests
{
    [Fact]
    public void Result_and_gradients_are_those_of_the_formula() => GradientComparison.Same(
        inputs => RootMeanSquareNorm.Apply(inputs[0], inputs[1], 1e-5f),
        inputs => inputs[0] * rsqrt(inputs[0].square().mean([-1], true) + 1e-5) * inputs[1],
        [5, 32], [32]);
}
