using System.Numerics.Tensors;
using System.Runtime.InteropServices;
using System.Text.Json;
using Microsoft.ML.OnnxRuntime;
using ReasoningGrains.Attention.Blocks;
using ReasoningGrains.Inference.Onnx;
using ReasoningGrains.Inference.Tests.Engine;
using ReasoningGrains.Models.Onnx;
using ReasoningGrains.Tests;

namespace ReasoningGrains.Inference.Tests.Onnx;

/// <summary>Models on an NVIDIA GPU, against the goldens that hold the processor too. They run in a build with <c>-p:Accelerator=cuda</c>; that one fails without a device.</summary>
public sealed class CudaTests
{
    /// <summary>As on the processor: float weights multiply as float32 there too.</summary>
    private const float Tolerance = 2e-4f;

    public static bool IsBuilt
    {
        get
        {
            // The engine's environment comes first.
            using var options = new SessionChoice(Accelerator.Cpu, 2).CreateOptions();
            return OrtEnv.Instance().GetAvailableProviders().Contains("CUDAExecutionProvider");
        }
    }

    [Theory, InlineData("llama"), InlineData("llama-tied"), InlineData("llama3-rope"), InlineData("mistral"), InlineData("qwen2"), InlineData("qwen3")]
    public void Logits_equal_the_golden_at_once_and_token_by_token(string name)
    {
        RequireCuda();
        var folder = SharedFiles.Require($"models/tiny/{name}");
        using var golden = JsonDocument.Parse(File.ReadAllText(Path.Combine(folder, "golden.json")));
        int[] tokens = [.. golden.RootElement.GetProperty("input_ids").EnumerateArray().Select(e => e.GetInt32())];
        var expected = MemoryMarshal.Cast<byte, float>(File.ReadAllBytes(Path.Combine(folder, "golden.logits.f32"))).ToArray();
        using var forward = new Forward(folder, WeightPrecision.Float32, KvElement.Float32, GraphPlacement.Accelerator, Accelerator.Cuda);
        foreach (var cut in (int[][])[[tokens.Length], [.. Enumerable.Repeat(1, tokens.Length)]])
        {
            var logits = forward.Logits(tokens, cut).SelectMany(row => row).ToArray();
            var worst = Enumerable.Range(0, expected.Length).MaxBy(i => Math.Abs(expected[i] - logits[i]));
            Assert.True(Math.Abs(expected[worst] - logits[worst]) <= Tolerance, $"logit {worst}: golden {expected[worst]}, got {logits[worst]}");
        }
    }

    /// <summary>Rounded weights: the processor rounds activations to 8 bits too, the GPU does not.</summary>
    [Theory, InlineData(WeightPrecision.Int8, 0.999), InlineData(WeightPrecision.Int4, 0.94)]
    public void Rounded_weights_point_where_the_golden_points(WeightPrecision precision, double cosine)
    {
        RequireCuda();
        foreach (var name in (string[])["llama", "qwen2", "qwen3"])
        {
            var folder = SharedFiles.Require($"models/tiny/{name}");
            using var golden = JsonDocument.Parse(File.ReadAllText(Path.Combine(folder, "golden.json")));
            var expected = MemoryMarshal.Cast<byte, float>(File.ReadAllBytes(Path.Combine(folder, "golden.logits.f32")));
            using var forward = new Forward(folder, precision, KvElement.Int8, GraphPlacement.Accelerator, Accelerator.Cuda);
            int[] tokens = [.. golden.RootElement.GetProperty("input_ids").EnumerateArray().Select(e => e.GetInt32())];
            var got = TensorPrimitives.CosineSimilarity(expected, forward.Logits(tokens, 512).SelectMany(row => row).ToArray());
            Assert.True(got >= cosine, $"{name}: {got}");
        }
    }

    [Fact]
    public void SmolLm_stays_near_the_float_model()
    {
        RequireCuda();
        var divergence = SmolLmTests.MeanDivergence(chunk: 128, GraphPlacement.Accelerator, Accelerator.Cuda);
        TestContext.Current.TestOutputHelper?.WriteLine($"KL in nat: {divergence}");
        Assert.True(divergence <= SmolLmTests.MostDivergence, $"KL in nat: {divergence}");
    }

    private static void RequireCuda() => Assert.SkipUnless(IsBuilt, "Built for the processor: build with -p:Accelerator=cuda and run on a machine with an NVIDIA GPU.");
}
