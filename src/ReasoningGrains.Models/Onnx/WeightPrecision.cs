namespace ReasoningGrains.Models.Onnx;

/// <summary>How the weights of a compiled graph are kept.</summary>
public enum WeightPrecision
{
    /// <summary>Eight bits in blocks of 32; a file's own symmetric four bits (Q4_0) keep their bits.</summary>
    Int8,

    /// <summary>As computed from the file: for exact tests.</summary>
    Float32,
}
