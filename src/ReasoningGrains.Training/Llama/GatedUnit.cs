using System.Numerics.Tensors;
using TorchSharp;
using static TorchSharp.torch;

namespace ReasoningGrains.Training.Llama;

/// <summary>SwiGLU (Shazeer 2020): silu(gate) · up, by row.</summary>
internal sealed class GatedUnit : autograd.SingleTensorFunction<GatedUnit>
{
    public override string Name => nameof(GatedUnit);

    /// <param name="gateUp">[tokens, 2 · feedForward]: the gates, then what they gate.</param>
    public static Tensor Apply(Tensor gateUp) => apply(gateUp);

    public override Tensor forward(autograd.AutogradContext ctx, params object[] vars)
    {
        var gateUp = (Tensor)vars[0];
        ctx.save_for_backward([gateUp]);
        var width = (int)gateUp.shape[1] / 2;
        var result = empty(gateUp.shape[0], width);
        var input = gateUp.Floats();
        var output = result.Floats();
        for (int i = 0, o = 0; i < input.Length; i += 2 * width, o += width)
        {
            var gate = input.Slice(i, width);
            var gated = output.Slice(o, width);
            TensorPrimitives.Sigmoid<float>(gate, gated);
            TensorPrimitives.Multiply<float>(gated, gate, gated);
            TensorPrimitives.Multiply<float>(gated, input.Slice(i + width, width), gated);
        }

        return result;
    }

    public override List<Tensor> backward(autograd.AutogradContext ctx, Tensor grad_output)
    {
        var gateUp = ctx.get_saved_variables()[0];
        using var slope = grad_output.contiguous();
        var slopes = empty(gateUp.shape);
        var input = gateUp.Floats();
        var given = slope.Floats();
        var output = slopes.Floats();
        var width = (int)gateUp.shape[1] / 2;
        Span<float> product = new float[width];
        for (int i = 0, o = 0; i < input.Length; i += 2 * width, o += width)
        {
            var gate = input.Slice(i, width);
            var above = given.Slice(o, width);
            var gateSlope = output.Slice(i, width);
            var upSlope = output.Slice(i + width, width);
            // s = sigmoid(gate): up' = above · gate · s, gate' = above · up · s · (1 + gate · (1 - s)) = above · up · (s + silu · (1 - s))
            TensorPrimitives.Sigmoid<float>(gate, gateSlope);
            TensorPrimitives.Multiply<float>(gateSlope, gate, upSlope);
            // s + silu - s · silu
            TensorPrimitives.Multiply<float>(gateSlope, upSlope, product);
            TensorPrimitives.Add<float>(gateSlope, upSlope, gateSlope);
            TensorPrimitives.Subtract<float>(gateSlope, product, gateSlope);
            TensorPrimitives.Multiply<float>(gateSlope, input.Slice(i + width, width), gateSlope);
            TensorPrimitives.Multiply<float>(gateSlope, above, gateSlope);
            TensorPrimitives.Multiply<float>(upSlope, above, upSlope);
        }

        return [slopes];
    }
}
