namespace ReasoningGrains.Models.Gguf;

/// <summary>A tensor of the directory.</summary>
/// <param name="Name">As in the file.</param>
/// <param name="Type">Of its elements.</param>
/// <param name="Columns">Length of a row: the format's first dimension.</param>
/// <param name="Rows">Product of the other dimensions.</param>
/// <param name="Offset">From the start of the file, in bytes.</param>
/// <param name="RowBytes">Bytes of a row.</param>
internal sealed record GgufTensorInfo(string Name, GgufType Type, int Columns, int Rows, long Offset, int RowBytes);
