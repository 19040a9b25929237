using System.Runtime.InteropServices;
using ReasoningGrains.Training.Llama;
using ReasoningGrains.Training.Optimization;
using TorchSharp;
using static TorchSharp.torch;

namespace ReasoningGrains.Training.Tests.Optimization;

public sealed class AdamWTests
{
    [Fact]
    public void Steps_equal_those_of_torch_with_decay_for_matrices_alone()
    {
        using var weights = new LlamaWeights(TinyRecipe.Shape);
        WeightInitializer.Fill(weights, 3);
        using var adam = new AdamW(weights, new AdamWSettings(0.1));
        var decayed = (int)weights.Layout.Decayed;
        var peers = new[] { weights.Values.narrow(0, 0, decayed).clone(), weights.Values.narrow(0, decayed, weights.Layout.Length - decayed).clone() }.Select(t => new TorchSharp.Modules.Parameter(t)).ToArray();
        var optimizers = peers.Select((p, i) => optim.AdamW([p], 1e-2, 0.9, 0.95, 1e-8, i == 0 ? 0.1 : 0)).ToArray();
        for (var step = 0; step < 5; step++)
        {
            using var gradient = randn(weights.Layout.Length, generator: new Generator((ulong)step));
            weights.Gradients.copy_(gradient);
            peers[0].grad = gradient.narrow(0, 0, decayed).clone();
            peers[1].grad = gradient.narrow(0, decayed, weights.Layout.Length - decayed).clone();
            adam.Step(1e-2, step);
            Array.ForEach(optimizers, o => o.step());
        }

        var expected = peers.SelectMany(p => p.data<float>().ToArray()).ToArray();
        var got = MemoryMarshal.Cast<byte, float>(weights.Values.bytes).ToArray();
        Assert.All(expected.Zip(got), pair => Assert.Equal(pair.First, pair.Second, 1e-5f));
        Assert.Equal(0, weights.Gradients.abs().sum().ToSingle());
    }
}
