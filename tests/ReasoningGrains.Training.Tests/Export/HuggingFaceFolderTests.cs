using ReasoningGrains.Attention.Blocks;
using ReasoningGrains.Inference.Tests.Engine;
using ReasoningGrains.Models;
using ReasoningGrains.Models.Onnx;
using ReasoningGrains.Tests;
using ReasoningGrains.Training.Export;
using ReasoningGrains.Training.Llama;
using ReasoningGrains.Training.Recipes;
using ReasoningGrains.Training.Running;
using TorchSharp;
using static TorchSharp.torch;

namespace ReasoningGrains.Training.Tests.Export;

public sealed class HuggingFaceFolderTests : IDisposable
{
    private const float Tolerance = 2e-4f;
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void An_exported_model_is_opened_like_any_other()
    {
        using var weights = Trained(3);
        HuggingFaceFolder.Write(folder.Path, weights);
        using var model = ModelLoader.Open(folder.Path);
        var shape = weights.Shape;
        Assert.Equal((Architecture.Llama, shape.Layers, shape.Width, shape.FeedForward), (model.Config.Architecture, model.Config.Layers, model.Config.Hidden, model.Config.Intermediate));
        Assert.Equal((shape.Heads, shape.KvHeads, shape.HeadDim, shape.Vocabulary, shape.Context), (model.Config.Heads, model.Config.KvHeads, model.Config.HeadDim, model.Config.Vocabulary, model.Config.ContextLength));
        Assert.True(model.Config.TiedHead);
    }

    [Fact]
    public void Weights_come_back_rounded_to_half_precision()
    {
        using var weights = Trained(3);
        HuggingFaceFolder.Write(folder.Path, weights);
        using var back = Opened(folder.Path, TinyRecipe.Shape);
        foreach (var slice in weights.Layout.Slices)
        {
            Assert.Equal(weights.Span(slice).ToArray().Select(value => (float)(Half)value), back.Span(slice).ToArray());
        }
    }

    /// <summary>Trained weights, so that attention looks somewhere and logits differ.</summary>
    [Fact]
    public void The_engine_and_the_training_compute_the_same_logits()
    {
        using (var weights = Trained(200))
        {
            HuggingFaceFolder.Write(folder.Path, weights);
        }

        Compare(folder.Path, TinyRecipe.Shape);
    }

    [Fact]
    public void So_they_do_of_the_built_in_model()
        => Compare(Repository.BuiltIn, RecipeFile.Read(Path.Combine(Repository.BuiltIn, "recipe.json")).Model);

    private static void Compare(string path, ModelShape shape)
    {
        using var rounded = Opened(path, shape);
        var decoder = new LlamaDecoder(rounded);
        using var forward = new Forward(path, WeightPrecision.Float32, KvElement.Float32);
        var random = new Random(5);
        int[] tokens = [.. Enumerable.Range(0, rounded.Shape.Window ?? rounded.Shape.Context).Select(_ => random.Next(rounded.Shape.Vocabulary))];
        using var untracked = no_grad();
        using var logits = decoder.Logits(tokens);
        var (expected, got) = (logits.data<float>().ToArray(), forward.Logits(tokens, 40, 1, 1).SelectMany(row => row).ToArray());
        Assert.True(expected.Max() - expected.Min() > 5);
        Assert.Equal(expected.Length, got.Length);
        Assert.DoesNotContain(got, float.IsNaN);
        var worst = expected.Zip(got).Max(pair => Math.Abs(pair.First - pair.Second));
        Assert.True(worst <= Tolerance, $"{worst}");
    }

    private static LlamaWeights Trained(int steps)
    {
        var recipe = TinyRecipe.Of(steps);
        var state = new TrainingState(recipe);
        using var trainer = new Trainer(recipe, TinyRecipe.Source(recipe), state);
        while (!trainer.Done)
        {
            trainer.Step();
        }

        state.Optimizer.Dispose();
        return state.Weights;
    }

    private static LlamaWeights Opened(string path, ModelShape shape)
    {
        using var model = ModelLoader.Open(path);
        var weights = new LlamaWeights(shape);
        HuggingFaceFolder.Read(model.Weights, weights);
        return weights;
    }
}
