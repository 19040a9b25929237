namespace ReasoningGrains.Training.Export;

/// <param name="Name">As Hugging Face's Llama names it.</param>
/// <param name="Shape">[outputs, inputs], or [width] of a norm.</param>
/// <param name="Values">Row-major.</param>
internal sealed record ExportedTensor(string Name, long[] Shape, float[] Values);
