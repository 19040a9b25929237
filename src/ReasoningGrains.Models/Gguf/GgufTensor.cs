using ReasoningGrains.Models.Files;
using ReasoningGrains.Models.Gguf.Quantization;
using ReasoningGrains.Models.Weights;

namespace ReasoningGrains.Models.Gguf;

/// <summary>A tensor of a GGUF file under its Hugging Face name.</summary>
/// <param name="file">The mapped file.</param>
/// <param name="info">Where it lies.</param>
/// <param name="name">Hugging Face name.</param>
/// <param name="order">Where each row, counted as Hugging Face does, lies in the file.</param>
internal sealed class GgufTensor(MappedFile file, GgufTensorInfo info, string name, IRowOrder order) : WeightTensor
{
    private readonly Dequantizer dequantizer = Dequantizer.Of(info.Type);

    public override string Name => name;

    public override int Rows => info.Rows;

    public override int Columns => info.Columns;

    public override string Type => info.Type.ToString();

    public override bool IsFloat => info.Type is GgufType.F32 or GgufType.F16 or GgufType.BF16;

    public override int SymmetricBits => info.Type switch
    {
        GgufType.Q4_0 => 4,
        GgufType.Q8_0 => 8,
        _ => 0,
    };

    public override bool HasOffsetNibbles => info.Type is GgufType.Q4_1 or GgufType.Q4_K;

    public override void ReadRow(int row, Span<float> destination)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(destination.Length, Columns);
        dequantizer.Row(Row(row), destination);
        order.ReorderVector(info.Rows, destination);
    }

    public override void ReadSymmetricRow(int row, Span<sbyte> values, Span<float> scales)
    {
        if (SymmetricBits == 0)
        {
            base.ReadSymmetricRow(row, values, scales);
        }

        ArgumentOutOfRangeException.ThrowIfNotEqual(values.Length, Columns);
        var bytes = Row(row);
        for (var block = 0; block < Columns / 32; block++)
        {
            var source = bytes.Slice(block * dequantizer.BlockBytes, dequantizer.BlockBytes);
            scales[block] = Dequantizer.Half(source);
            for (var i = 0; i < 32; i++)
            {
                values[(block * 32) + i] = SymmetricBits == 8 ? (sbyte)source[2 + i] : (sbyte)(((source[2 + (i % 16)] >> (i / 16 * 4)) & 15) - 8);
            }
        }
    }

    public override void ReadOffsetRow(int row, Span<sbyte> values, Span<float> scales, Span<float> offsets)
    {
        if (!HasOffsetNibbles)
        {
            base.ReadOffsetRow(row, values, scales, offsets);
        }

        ArgumentOutOfRangeException.ThrowIfNotEqual(values.Length, Columns);
        OffsetNibbles.Read(info.Type, Row(row), values, scales, offsets);
    }

    private ReadOnlySpan<byte> Row(int row)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)row, (uint)Rows);
        return file.Span(info.Offset + ((long)order.Stored(row) * info.RowBytes), info.RowBytes);
    }
}
