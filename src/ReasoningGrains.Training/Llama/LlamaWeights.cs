using System.Runtime.InteropServices;
using TorchSharp;
using static TorchSharp.torch;

namespace ReasoningGrains.Training.Llama;

/// <summary>All weights in one buffer, and their gradients in another: the optimizer, the norm of the gradient and a checkpoint each handle a single tensor.</summary>
internal sealed class LlamaWeights : IDisposable
{
    private readonly Dictionary<string, Tensor> leaves = [];

    public LlamaWeights(ModelShape shape)
        : this(shape, torch.zeros(new ParameterLayout(shape).Length))
    {
    }

    private LlamaWeights(ModelShape shape, Tensor values)
    {
        using var scope = NewDisposeScope();
        Shape = shape;
        Layout = new ParameterLayout(shape);
        Values = values.DetachFromDisposeScope();
        Gradients = torch.zeros(Layout.Length).DetachFromDisposeScope();
        foreach (var slice in Layout.Slices)
        {
            var leaf = Values.narrow(0, slice.Offset, slice.Length).view(slice.Shape).detach().requires_grad_(true).DetachFromDisposeScope();
            leaf.grad = Gradients.narrow(0, slice.Offset, slice.Length).view(slice.Shape);
            leaves.Add(slice.Name, leaf);
        }
    }

    public ModelShape Shape { get; }

    public ParameterLayout Layout { get; }

    /// <summary>[<see cref="ParameterLayout.Length"/>], float32.</summary>
    public Tensor Values { get; }

    /// <summary>As <see cref="Values"/>; every backward pass adds to it.</summary>
    public Tensor Gradients { get; }

    public Tensor this[string name] => leaves[name];

    public Tensor this[int layer, string name] => leaves[ParameterLayout.Name(layer, name)];

    /// <summary>The same weights with gradients of their own, for another thread.</summary>
    public LlamaWeights Replica() => new(Shape, Values.alias());

    /// <summary>The floats of a weight, to read or write.</summary>
    public Span<float> Span(ParameterSlice slice) => MemoryMarshal.Cast<byte, float>(Values.bytes).Slice((int)slice.Offset, (int)slice.Length);

    public void Dispose()
    {
        foreach (var leaf in leaves.Values)
        {
            leaf.Dispose();
        }

        Gradients.Dispose();
        Values.Dispose();
    }
}
