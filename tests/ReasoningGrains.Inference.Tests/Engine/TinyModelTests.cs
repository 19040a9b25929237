using System.Numerics.Tensors;
using System.Runtime.InteropServices;
using System.Text.Json;
using ReasoningGrains.Attention.Blocks;
using ReasoningGrains.Inference.Onnx;
using ReasoningGrains.Models.Onnx;
using ReasoningGrains.Tests;

namespace ReasoningGrains.Inference.Tests.Engine;

/// <summary>The six small models against transformers' float32 logits.</summary>
public sealed class TinyModelTests
{
    private const float Tolerance = 2e-4f;

    public static TheoryData<string> Models => ["llama", "llama-tied", "llama3-rope", "mistral", "qwen2", "qwen3"];

    [Theory, MemberData(nameof(Models))]
    public void Logits_equal_the_golden_at_once_token_by_token_and_in_random_chunks(string name) => AssertGolden(name);

    /// <summary>Random weights are the hardest to round: what is asked is the direction of the logits.</summary>
    [Theory, InlineData(WeightPrecision.Int8, 0.999), InlineData(WeightPrecision.Int4, 0.94)]
    public void Rounded_weights_point_where_the_golden_points(WeightPrecision precision, double cosine) => AssertDirection(precision, cosine);

    internal static void AssertGolden(string name, Accelerator accelerator = Accelerator.Cpu)
    {
        var folder = SharedFiles.Require($"models/tiny/{name}");
        using var golden = JsonDocument.Parse(File.ReadAllText(Path.Combine(folder, "golden.json")));
        var tokens = Ints(golden, "input_ids");
        var expected = MemoryMarshal.Cast<byte, float>(File.ReadAllBytes(Path.Combine(folder, "golden.logits.f32"))).ToArray();
        using var forward = new Forward(folder, WeightPrecision.Float32, KvElement.Float32, accelerator: accelerator);
        var random = new Random(7);
        int[][] cuts = [[tokens.Length], [.. Enumerable.Repeat(1, tokens.Length)], [.. Enumerable.Range(0, tokens.Length).Select(_ => random.Next(1, 20))]];
        foreach (var cut in cuts)
        {
            var logits = forward.Logits(tokens, cut).SelectMany(row => row).ToArray();
            Assert.Equal(expected.Length, logits.Length);
            var worst = Enumerable.Range(0, expected.Length).MaxBy(i => Math.Abs(expected[i] - logits[i]));
            Assert.True(logits.All(float.IsFinite) && Math.Abs(expected[worst] - logits[worst]) <= Tolerance, $"logit {worst}: golden {expected[worst]}, got {logits[worst]}");
        }
    }

    internal static void AssertDirection(WeightPrecision precision, double cosine, Accelerator accelerator = Accelerator.Cpu)
    {
        foreach (var name in Models)
        {
            var folder = SharedFiles.Require($"models/tiny/{(string)name}");
            using var golden = JsonDocument.Parse(File.ReadAllText(Path.Combine(folder, "golden.json")));
            var expected = MemoryMarshal.Cast<byte, float>(File.ReadAllBytes(Path.Combine(folder, "golden.logits.f32")));
            using var forward = new Forward(folder, precision, KvElement.Int8, accelerator: accelerator);
            var logits = forward.Logits(Ints(golden, "input_ids"), 512).SelectMany(row => row).ToArray();
            var got = TensorPrimitives.CosineSimilarity(expected, logits);
            Assert.True(got >= cosine, $"{(string)name}: {got}");
        }
    }

    /// <summary>The graph that a GPU would get, run here. Another order of sums moves activations over the border of a rounding to 8 bits: rounded weights are compared by direction.</summary>
    [Theory, InlineData("llama", WeightPrecision.Float32), InlineData("qwen2", WeightPrecision.Int4), InlineData("qwen3", WeightPrecision.Int4)]
    public void The_graph_for_an_accelerator_gives_the_same_logits(string name, WeightPrecision precision)
    {
        var folder = SharedFiles.Require($"models/tiny/{name}");
        using var golden = JsonDocument.Parse(File.ReadAllText(Path.Combine(folder, "golden.json")));
        using var host = new Forward(folder, precision, KvElement.Float32);
        using var accelerator = new Forward(folder, precision, KvElement.Float32, GraphPlacement.Accelerator);
        var tokens = Ints(golden, "input_ids");
        float[] here = [.. host.Logits(tokens, 512).SelectMany(row => row)], there = [.. accelerator.Logits(tokens, 512).SelectMany(row => row)];
        Assert.InRange(TensorPrimitives.CosineSimilarity<float>(here, there), 0.999f, 1.001f);
        Assert.True(precision != WeightPrecision.Float32 || here.Zip(there).All(p => Math.Abs(p.First - p.Second) <= Tolerance));
    }

    [Theory, MemberData(nameof(Models))]
    public void The_greedy_continuation_equals_the_golden(string name)
    {
        var folder = SharedFiles.Require($"models/tiny/{name}");
        using var golden = JsonDocument.Parse(File.ReadAllText(Path.Combine(folder, "golden.json")));
        using var forward = new Forward(folder, WeightPrecision.Float32, KvElement.Float32);
        var tokens = Ints(golden, "greedy_prompt").ToList();
        var continuation = Ints(golden, "greedy_continuation");
        foreach (var expected in continuation)
        {
            var last = forward.Logits([.. tokens], 512)[^1];
            Assert.Equal(expected, Array.IndexOf(last, last.Max()));
            tokens.Add(expected);
        }
    }

    private static int[] Ints(JsonDocument golden, string name) => [.. golden.RootElement.GetProperty(name).EnumerateArray().Select(e => e.GetInt32())];
}
