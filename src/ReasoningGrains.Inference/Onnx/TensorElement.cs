namespace ReasoningGrains.Inference.Onnx;

/// <summary>Elements of a tensor, as the C interface of ONNX Runtime numbers them (<c>ONNXTensorElementDataType</c>).</summary>
internal enum TensorElement
{
    Float = 1,
    Byte = 2,
}
