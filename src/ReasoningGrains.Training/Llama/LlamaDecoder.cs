using ReasoningGrains.Training.Batching;
using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn.functional;

namespace ReasoningGrains.Training.Llama;

/// <summary>The forward pass over packed sequences: all tokens stand in one matrix without padding, only attention knows where a sequence ends.</summary>
internal sealed class LlamaDecoder(LlamaWeights weights) : IDisposable
{
    private readonly ModelShape shape = weights.Shape;
    private readonly RotaryTable rotary = new(weights.Shape);

    /// <summary>Sum of the losses (nat) at the learned positions.</summary>
    public Tensor Loss(PackedSequences batch)
        => cross_entropy(Head(Hidden(batch).index_select(0, batch.Rows)), batch.Targets, reduction: nn.Reduction.Sum);

    /// <summary>Logits after every token of a sequence, [tokens, vocabulary].</summary>
    public Tensor Logits(int[] tokens)
    {
        using var batch = PackedSequences.Of([tokens]);
        return Head(Hidden(batch));
    }

    public void Dispose() => rotary.Dispose();

    private Tensor Head(Tensor hidden) => linear(Norm(hidden, weights[ParameterLayout.FinalNorm]), weights[ParameterLayout.Embedding]);

    private Tensor Hidden(PackedSequences batch)
    {
        var x = weights[ParameterLayout.Embedding].index_select(0, batch.Tokens);
        var angles = rotary.At(batch.Positions);
        for (var layer = 0; layer < shape.Layers; layer++)
        {
            x += Attention(layer, Norm(x, weights[layer, ParameterLayout.InputNorm]), angles, batch.Lengths);
            x += FeedForward(layer, Norm(x, weights[layer, ParameterLayout.FeedForwardNorm]));
        }

        return x;
    }

    private Tensor Attention(int layer, Tensor x, (Tensor Cosines, Tensor Sines) angles, long[] lengths)
    {
        var heads = linear(x, weights[layer, ParameterLayout.QueryKeyValue]).view(x.shape[0], -1, shape.HeadDim);
        var rotated = Rotation.Apply(heads.narrow(1, 0, shape.Heads + shape.KvHeads), angles);
        var (queries, keys) = (rotated.narrow(1, 0, shape.Heads), rotated.narrow(1, shape.Heads, shape.KvHeads));
        var attended = CausalAttention.Apply(queries, keys, heads.narrow(1, shape.Heads + shape.KvHeads, shape.KvHeads), lengths);
        return linear(attended, weights[layer, ParameterLayout.Output]);
    }

    private Tensor FeedForward(int layer, Tensor x)
    {
        var gateUp = linear(x, weights[layer, ParameterLayout.GateUp]);
        return linear(GatedUnit.Apply(gateUp), weights[layer, ParameterLayout.Down]);
    }

    private Tensor Norm(Tensor x, Tensor scale) => RootMeanSquareNorm.Apply(x, scale, shape.RmsEpsilon);
}
