using System.Runtime.InteropServices;
using ReasoningGrains.Models.Files;
using ReasoningGrains.Models.Weights;

namespace ReasoningGrains.Models.Safetensors;

/// <summary>A tensor of a safetensors file.</summary>
internal sealed class SafetensorsTensor(MappedFile file, string name, string type, int rows, int columns, long offset) : WeightTensor
{
    private readonly int bytes = ElementBytes(type)!.Value;

    public override string Name => name;

    public override int Rows => rows;

    public override int Columns => columns;

    public override string Type => type;

    public override bool IsFloat => true;

    /// <summary>First byte in the file.</summary>
    public long Offset => offset;

    /// <summary>The byte after the last.</summary>
    public long End => offset + ((long)rows * columns * bytes);

    public static int? ElementBytes(string type) => type switch
    {
        "F32" => 4,
        "F16" or "BF16" => 2,
        _ => null,
    };

    public override void ReadRow(int row, Span<float> destination)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)row, (uint)rows);
        ArgumentOutOfRangeException.ThrowIfNotEqual(destination.Length, columns);
        var source = file.Span(offset + ((long)row * columns * bytes), columns * bytes);
        switch (type)
        {
            case "F32":
                MemoryMarshal.Cast<byte, float>(source).CopyTo(destination);
                break;
            case "F16":
                System.Numerics.Tensors.TensorPrimitives.ConvertToSingle(MemoryMarshal.Cast<byte, Half>(source), destination);
                break;
            default:
                var halves = MemoryMarshal.Cast<byte, ushort>(source);
                for (var i = 0; i < columns; i++)
                {
                    destination[i] = BitConverter.Int32BitsToSingle(halves[i] << 16);
                }

                break;
        }
    }
}
