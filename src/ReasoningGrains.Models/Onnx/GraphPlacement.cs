namespace ReasoningGrains.Models.Onnx;

/// <summary>Where the matrix products of a graph run.</summary>
public enum GraphPlacement
{
    /// <summary>On the host: the small steps between them are operators of this project, one node each.</summary>
    Host,

    /// <summary>On an accelerator: they are ONNX's own operators, so that nothing but attention travels to the host and back.</summary>
    Accelerator,
}
