using System.Runtime.InteropServices;
using System.Text.Json;
using ReasoningGrains.Models;
using ReasoningGrains.Tests;
using ReasoningGrains.Training.Batching;
using ReasoningGrains.Training.Examples;
using ReasoningGrains.Training.Export;
using ReasoningGrains.Training.Llama;
using TorchSharp;
using static TorchSharp.torch;

namespace ReasoningGrains.Training.Tests.Llama;

public sealed class LlamaDecoderTests
{
    private const float Tolerance = 2e-4f;

    [Fact]
    public void Logits_equal_those_of_transformers()
    {
        var folder = SharedFiles.Require("models/tiny/llama-tied");
        using var model = ModelLoader.Open(folder);
        var config = model.Config;
        using var weights = new LlamaWeights(new ModelShape
        {
            Vocabulary = config.Vocabulary,
            Width = config.Hidden,
            Layers = config.Layers,
            Heads = config.Heads,
            KvHeads = config.KvHeads,
            HeadDim = config.HeadDim,
            FeedForward = config.Intermediate,
            Context = config.ContextLength,
            RopeTheta = config.Rope.Theta,
            RmsEpsilon = config.RmsEpsilon,
        });
        HuggingFaceFolder.Read(model.Weights, weights);
        using var golden = JsonDocument.Parse(File.ReadAllText(Path.Combine(folder, "golden.json")));
        int[] tokens = [.. golden.RootElement.GetProperty("input_ids").EnumerateArray().Select(e => e.GetInt32())];
        var expected = MemoryMarshal.Cast<byte, float>(File.ReadAllBytes(Path.Combine(folder, "golden.logits.f32"))).ToArray();
        var decoder = new LlamaDecoder(weights);
        using var untracked = no_grad();
        using var logits = decoder.Logits(tokens);
        Assert.Equal(expected.Length, logits.numel());
        Assert.True(expected.Zip(logits.data<float>().ToArray()).All(pair => Math.Abs(pair.First - pair.Second) <= Tolerance));
    }

    [Fact]
    public void Sequences_packed_together_do_not_see_each_other()
    {
        using var weights = Random(4);
        var decoder = new LlamaDecoder(weights);
        TrainingExample[] examples = [Example(40, 1), Example(7, 2), Example(23, 3)];
        using var untracked = no_grad();
        using var together = PackedSequences.Of(examples);
        var apart = examples.Sum(example =>
        {
            using var one = PackedSequences.Of([example]);
            return decoder.Loss(one).ToDouble();
        });
        Assert.Equal(apart, decoder.Loss(together).ToDouble(), 1e-3);
    }

    [Fact]
    public void The_gradient_is_the_slope_of_the_loss()
    {
        using var weights = Random(4);
        var decoder = new LlamaDecoder(weights);
        using var batch = PackedSequences.Of([Example(40, 1), Example(7, 2)]);
        decoder.Loss(batch).backward();
        using var untracked = no_grad();
        foreach (var slice in weights.Layout.Slices)
        {
            // Along the gradient itself, so that the change of the loss is large beside its rounding.
            using var gradient = weights.Gradients.narrow(0, slice.Offset, slice.Length);
            using var values = weights.Values.narrow(0, slice.Offset, slice.Length);
            var length = gradient.norm().ToDouble();
            var step = Math.Min(1e-2, 0.05 / length);
            using var direction = gradient / length;
            double At(double by)
            {
                values.add_(direction, by);
                var loss = decoder.Loss(batch).ToDouble();
                values.add_(direction, -by);
                return loss;
            }

            var slope = (At(step) - At(-step)) / (2 * step);
            Assert.True(Math.Abs(slope - length) <= 0.03 * length, $"{slice.Name}: slope {slope}, gradient {length}");
        }
    }

    private static LlamaWeights Random(int seed)
    {
        var weights = new LlamaWeights(TinyRecipe.Shape);
        WeightInitializer.Fill(weights, seed);
        return weights;
    }

    private static TrainingExample Example(int length, int seed)
    {
        var random = new Random(seed);
        return new TrainingExample([.. Enumerable.Range(0, length).Select(_ => random.Next(TinyRecipe.Shape.Vocabulary))], [.. Enumerable.Range(0, length).Select(i => i % 3 != 0)]);
    }
}
