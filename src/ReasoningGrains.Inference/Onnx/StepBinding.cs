using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;

namespace ReasoningGrains.Inference.Onnx;

/// <summary>A session's inputs and outputs bound to memory of the caller's, for one count of rows.</summary>
/// <param name="session">Whose.</param>
/// <param name="copies">The session computes elsewhere, from copies of the inputs.</param>
internal sealed class StepBinding(InferenceSession session, bool copies) : IDisposable
{
    private readonly List<OrtValue> values = [];
    private readonly List<(string Name, OrtValue Value)> inputs = [];

    public OrtIoBinding Value { get; } = session.CreateIoBinding();

    public void Input(string name, TensorElementType type, long[] shape, nint address, long bytes)
    {
        var value = Keep(type, shape, address, bytes);
        Value.BindInput(name, value);
        inputs.Add((name, value));
    }

    /// <summary>Hands over what stands in the inputs' memory now. ONNX Runtime copies inputs to where they are needed when they are bound, not when the graph runs; what is computed on the host reads them where they are.</summary>
    public void TakeInputs()
    {
        if (!copies)
        {
            return;
        }

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
