namespace ReasoningGrains.Models.Compilation;

/// <summary>A model as an ONNX graph on disk.</summary>
/// <param name="GraphPath">The ONNX file; its weights lie beside it.</param>
/// <param name="Compiled">It was written now; otherwise it came from the cache.</param>
public sealed record CompiledModel(string GraphPath, bool Compiled);
