using ReasoningGrains.Training.Batching;
using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn.functional;

namespace ReasoningGrains.Training.Llama;

/// <summary>The forward pass over packed sequences: all tokens stand in one matrix without padding, only attention knows where a sequence ends.</summary>
internal sealed class LlamaDecoder(LlamaWeights weights)
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

    private Tensor Head(Tensor hidden) => linear(Norm(hidden, weights[ParameterLayout.FinalNorm]), weights[ParameterLayout.Embedding]);

    private Tensor Hidden(PackedSequences batch)
    {
        var x = weights[ParameterLayout.Embedding].index_select(0, batch.Tokens);
        for (var layer = 0; layer < shape.Layers; layer++)
        {
            x = Attention(layer, x, batch.Sequences);
            x = FeedForward(layer, x);
        }

        return x;
    }

    private Tensor Attention(int layer, Tensor x, Sequence[] sequences)
    {
        var projected = linear(Norm(x, weights[layer, ParameterLayout.InputNorm]), weights[layer, ParameterLayout.QueryKeyValue]);
        return x.addmm(CausalAttention.Apply(projected, shape, rotary, sequences), weights[layer, ParameterLayout.Output].t(), 1, 1);
    }

    private Tensor FeedForward(int layer, Tensor x)
    {
        var gateUp = linear(Norm(x, weights[layer, ParameterLayout.FeedForwardNorm]), weights[layer, ParameterLayout.GateUp]);
        return x.addmm(GatedUnit.Apply(gateUp), weights[layer, ParameterLayout.Down].t(), 1, 1);
    }

    private Tensor Norm(Tensor x, Tensor scale) => RootMeanSquareNorm.Apply(x, scale, shape.RmsEpsilon);
}
