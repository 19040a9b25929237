using ReasoningGrains.Training.Llama;
using TorchSharp;
using static TorchSharp.torch;

namespace ReasoningGrains.Training.Tests.Llama;

public sealed class CausalAttentionTests
{
    /// <summary>Lengths below, at and above the block of queries.</summary>
    [Theory]
    [InlineData(4, 2, 16, new[] { 5 })]
    [InlineData(4, 4, 16, new[] { 64, 1, 30 })]
    [InlineData(6, 2, 32, new[] { 150, 65, 128 })]
    [InlineData(3, 1, 32, new[] { 200 })]
    public void Result_and_gradients_are_those_of_torch(int heads, int kvHeads, int headDim, int[] lengths)
    {
        var shape = new ModelShape { Heads = heads, KvHeads = kvHeads, HeadDim = headDim, Context = 256 };
        var rotary = new RotaryTable(shape);
        GradientComparison.Same(
            inputs => CausalAttention.Apply(inputs[0], shape, rotary, Sequence.Packed(lengths)),
            inputs => cat([.. inputs[0].split([.. lengths.Select(l => (long)l)], 0).Select(sequence => Torchs(sequence, shape))], 0),
            [lengths.Sum(), (heads + (2 * kvHeads)) * headDim]);
    }

    private static Tensor Torchs(Tensor sequence, ModelShape shape)
    {
        var tokens = sequence.shape[0];
        var heads = sequence.view(tokens, -1, shape.HeadDim).transpose(0, 1);
        var angles = arange(tokens).to(float32).outer(pow(shape.RopeTheta, arange(0, shape.HeadDim, 2).to(float32) / -shape.HeadDim));
        var turned = heads.narrow(0, 0, shape.Heads + shape.KvHeads).chunk(2, 2);
        var (cosines, sines) = (angles.cos(), angles.sin());
        var rotated = cat([(turned[0] * cosines) - (turned[1] * sines), (turned[1] * cosines) + (turned[0] * sines)], 2);
        var group = shape.Heads / shape.KvHeads;
        var attended = nn.functional.scaled_dot_product_attention(
            rotated.narrow(0, 0, shape.Heads),
            rotated.narrow(0, shape.Heads, shape.KvHeads).repeat_interleave(group, 0),
            heads.narrow(0, shape.Heads + shape.KvHeads, shape.KvHeads).repeat_interleave(group, 0),
            is_casual: true);
        return attended.transpose(0, 1).reshape(tokens, -1);
    }
}
