using Microsoft.ML.OnnxRuntime;
using ReasoningGrains.Inference.Onnx;
using ReasoningGrains.Inference.Tests.Engine;
using ReasoningGrains.Models.Onnx;

namespace ReasoningGrains.Inference.Tests.Onnx;

/// <summary>Models on an NVIDIA GPU, held to the goldens and tolerances of the processor. They run in a build with <c>-p:Accelerator=cuda</c> and fail there without a device.</summary>
public sealed class CudaTests
{
    public static bool IsBuilt
    {
        get
        {
            // The engine's environment comes first.
            using var options = new SessionChoice(Accelerator.Cpu, 2).CreateOptions();
            return OrtEnv.Instance().GetAvailableProviders().Contains("CUDAExecutionProvider");
        }
    }

    [Theory, MemberData(nameof(TinyModelTests.Models), MemberType = typeof(TinyModelTests))]
    public void Logits_equal_the_golden(string name)
    {
        RequireCuda();
        TinyModelTests.AssertGolden(name, Accelerator.Cuda);
    }

    [Theory, InlineData(WeightPrecision.Int8, 0.999), InlineData(WeightPrecision.Int4, 0.94)]
    public void Rounded_weights_point_where_the_golden_points(WeightPrecision precision, double cosine)
    {
        RequireCuda();
        TinyModelTests.AssertDirection(precision, cosine, Accelerator.Cuda);
    }

    [Fact]
    public void SmolLm_stays_near_the_float_model()
    {
        RequireCuda();
        var divergence = SmolLmTests.MeanDivergence(chunk: 128, Accelerator.Cuda);
        Assert.True(divergence <= SmolLmTests.MostDivergence, $"KL in nat: {divergence}");
    }

    private static void RequireCuda() => Assert.SkipUnless(IsBuilt, "Built for the processor: build with -p:Accelerator=cuda and run on a machine with an NVIDIA GPU.");
}
