namespace ReasoningGrains.Models.Onnx;

/// <summary>How the weights of a compiled graph are kept.</summary>
public enum WeightPrecision
{
    /// <summary>Eight bits in blocks of 32; what a file has in four bits (Q4_0, Q4_1, Q4_K) keeps them.</summary>
    Int8,

    /// <summary>As computed from the file: for exact tests.</summary>
    Float32,
}
