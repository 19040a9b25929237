using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;

namespace ReasoningGrains.Inference.Onnx;

/// <summary>A session's inputs and outputs bound to memory of the caller's, for one count of rows.</summary>
internal sealed class StepBinding(InferenceSession session) : IDisposable
{
    private readonly List<OrtValue> values = [];
    private readonly List<(string Name, OrtValue Value)> inputs = [];

    public OrtIoBinding Value { get; } = session.CreateIoBinding();

    public void Input(string name, TensorElementType type, long[] shape, nint address, long bytes) => inputs.Add((name, Keep(type, shape, address, bytes)));

    /// <summary>Hands over what stands in the inputs' memory now. An accelerator has its own copy of them, and ONNX Runtime makes it when they are bound, not when the graph runs.</summary>
    public void TakeInputs()
    {
        foreach (var (name, value) in inputs)
        {
            Value.BindInput(name, value);
        }
    }

    public void Output(string name, TensorElementType type, long[] shape, nint address, long bytes) => Value.BindOutput(name, Keep(type, shape, address, bytes));

    public void Dispose()
    {
        Value.Dispose();
        values.ForEach(v => v.Dispose());
    }

    private OrtValue Keep(TensorElementType type, long[] shape, nint address, long bytes)
    {
        var value = OrtValue.CreateTensorValueWithData(OrtMemoryInfo.DefaultInstance, type, shape, address, bytes);
        values.Add(value);
        return value;
    }
}
