using ReasoningGrains.Training.Optimization;
using TorchSharp;
using static TorchSharp.torch;

namespace ReasoningGrains.Training.Tests.Optimization;

public sealed class GradientClippingTests
{
    [Fact]
    public void A_long_gradient_keeps_its_direction_and_gets_the_length_that_is_allowed()
    {
        using var gradient = tensor([3f, 4f]);
        Assert.Equal(5, GradientClipping.Clip(gradient, 1), 1e-6);
        Assert.Equal([0.6f, 0.8f], gradient.data<float>().ToArray());
    }

    [Fact]
    public void A_short_gradient_stays_as_it_is()
    {
        using var gradient = tensor([0.3f, 0.4f]);
        Assert.Equal(0.5, GradientClipping.Clip(gradient, 1), 1e-6);
        Assert.Equal([0.3f, 0.4f], gradient.data<float>().ToArray());
    }
}
