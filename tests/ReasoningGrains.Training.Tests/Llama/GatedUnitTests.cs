using ReasoningGrains.Training.Llama;
using TorchSharp;
using static TorchSharp.torch;

namespace ReasoningGrains.Training.Tests.Llama;

public sealed class GatedUnitTests
{
    [Fact]
    public void Result_and_gradients_are_those_of_the_formula() => GradientComparison.Same(
        inputs => GatedUnit.Apply(inputs[0]),
        inputs => nn.functional.silu(inputs[0].narrow(1, 0, 24)) * inputs[0].narrow(1, 24, 24),
        [7, 48]);
}
