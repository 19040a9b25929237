using System.Runtime.InteropServices;
using System.Text.Json;
using ReasoningGrains.Attention.Blocks;
using ReasoningGrains.Inference.Onnx;
using ReasoningGrains.Models.Onnx;
using ReasoningGrains.Tests;

namespace ReasoningGrains.Inference.Tests.Engine;

/// <summary>SmolLM2-135M as the service runs it, against transformers' float32 logits.</summary>
public sealed class SmolLmTests
{
    /// <summary>Nat, mean over the prompts.</summary>
    internal const double MostDivergence = 0.02;

    [Theory]
    [InlineData(512)]
    [InlineData(7)]
    public void Int8_weights_and_int8_memory_stay_near_the_float_model(int chunk)
    {
        var divergence = MeanDivergence(chunk);
        TestContext.Current.TestOutputHelper?.WriteLine($"KL in nat: {divergence}");
        Assert.True(divergence <= MostDivergence, $"KL in nat: {divergence}");
    }

    /// <summary>Of the golden logits of three prompts to those that are computed, nat.</summary>
    internal static double MeanDivergence(int chunk, Accelerator accelerator = Accelerator.Cpu)
    {
        var path = SharedFiles.Require("models/smollm2-135m/model.gguf");
        using var golden = JsonDocument.Parse(File.ReadAllText(SharedFiles.Require("models/smollm2-135m/golden.json")));
        var expected = MemoryMarshal.Cast<byte, float>(File.ReadAllBytes(SharedFiles.Require("models/smollm2-135m/golden.logits.f32"))).ToArray();
        using var forward = new Forward(path, WeightPrecision.Int8, KvElement.Int8, accelerator: accelerator);
        var prompts = golden.RootElement.EnumerateArray().Select(p => p.GetProperty("input_ids").EnumerateArray().Select(e => e.GetInt32()).ToArray()).ToArray();
        Assert.Equal(3, prompts.Length);
        return prompts.Select((prompt, i) =>
        {
            var last = forward.Logits(prompt, [.. Enumerable.Repeat(Math.Min(chunk, 128), prompt.Length)])[^1];
            return Divergence(expected.AsSpan(i * last.Length, last.Length), last);
        }).Average();
    }

    private static double Divergence(ReadOnlySpan<float> golden, ReadOnlySpan<float> found)
    {
        var (p, q) = (LogSoftmax(golden), LogSoftmax(found));
        return p.Zip(q, (a, b) => Math.Exp(a) * (a - b)).Sum();
    }

    private static double[] LogSoftmax(ReadOnlySpan<float> logits)
    {
        var values = logits.ToArray();
        var most = values.Max();
        var normalizer = most + Math.Log(values.Sum(v => Math.Exp(v - most)));
        return [.. values.Select(v => v - normalizer)];
    }
}
