namespace ReasoningGrains.Models.Onnx;

/// <summary>How the weights of a compiled graph are kept. A file that is already quantized keeps its bits: it is never rounded to four bits a second time.</summary>
public enum WeightPrecision
{
    /// <summary><see cref="Int4"/> for float files of a billion parameters or more, else <see cref="Int8"/>.</summary>
    Auto,

    /// <summary>Eight bits in blocks of 32.</summary>
    Int8,

    /// <summary>Four bits in blocks of 32 with a scale and an offset each, fitted by least squares; the head keeps eight.</summary>
    Int4,

    /// <summary>As computed from the file: for exact tests.</summary>
    Float32,
}
