using ReasoningGrains.Attention.Linear;
using ReasoningGrains.Models.Weights;

namespace ReasoningGrains.Models.Onnx;

/// <summary>Writes weights as <c>MatMulNBits</c> wants them: unsigned integers around a middle of 2^(bits - 1), a float32 scale per block of 32 columns.</summary>
internal static class BlockQuantizer
{
    public const int BlockSize = Int4Panel.BlockSize;

    // Rows that are quantized side by side before they are written.
    private const int Batch = 512;

    /// <param name="external">Where the bytes go.</param>
    /// <param name="parts">Tensors of equal width, on top of each other.</param>
    /// <param name="bits">4 only when every part has 4 bits in its file or is of floats.</param>
    /// <param name="offsets">[rows, blocks]: each block's offset, for 4 bits that are not symmetric.</param>
    public static QuantizedRange Write(ExternalData external, WeightTensor[] parts, int bits, float[]? offsets = null)
    {
        var columns = parts[0].Columns;
        var blocks = (columns + BlockSize - 1) / BlockSize;
        var bytes = blocks * BlockSize * bits / 8;
        var scales = new float[(long)parts.Sum(p => p.Rows) * blocks];
        var values = new byte[Batch * bytes];
        var begin = external.Begin();
        var written = 0;
        foreach (var part in parts)
        {
            for (var from = 0; from < part.Rows; from += Batch)
            {
                var count = Math.Min(Batch, part.Rows - from);
                var (first, at) = (from, written);
                Parallel.For(0, count, i => Quantize(part, first + i, bits, values.AsSpan(i * bytes, bytes), scales.AsSpan((at + i) * blocks, blocks), offsets is null ? [] : offsets.AsSpan((at + i) * blocks, blocks)));
                external.Write<byte>(values.AsSpan(0, count * bytes));
                written += count;
            }
        }

        var valueRange = external.End(begin);
        begin = external.Begin();
        external.Write<float>(scales);
        return new QuantizedRange(bits, valueRange, external.End(begin));
    }

    /// <summary>The integers of a row around 0.</summary>
    /// <param name="tensor">Whose.</param>
    /// <param name="row">Of it.</param>
    /// <param name="bits">4 or 8.</param>
    /// <param name="integers">[blocks, 32], zeros before; out.</param>
    /// <param name="scales">[blocks], out.</param>
    /// <param name="offsets">[blocks], out; empty where weights are symmetric.</param>
    public static void Quantize(WeightTensor tensor, int row, int bits, Span<sbyte> integers, Span<float> scales, Span<float> offsets)
    {
        if (tensor.SymmetricBits == bits)
        {
            tensor.ReadSymmetricRow(row, integers[..tensor.Columns], scales);
        }
        else if (offsets.Length > 0 && tensor.IsFloat)
        {
            Fit(tensor, row, integers, scales, offsets);
        }
        else if (offsets.Length > 0)
        {
            tensor.ReadOffsetRow(row, integers[..tensor.Columns], scales, offsets);
        }
        else
        {
            Round(tensor, row, integers, scales);
        }
    }

    private static void Quantize(WeightTensor tensor, int row, int bits, Span<byte> values, Span<float> scales, Span<float> offsets)
    {
        var integers = new sbyte[scales.Length * BlockSize];
        Quantize(tensor, row, bits, integers, scales, offsets);
        if (bits == 8)
        {
            for (var i = 0; i < values.Length; i++)
            {
                values[i] = (byte)(integers[i] + 128);
            }

            return;
        }

        for (var i = 0; i < values.Length; i++)
        {
            values[i] = (byte)((integers[2 * i] + 8) | ((integers[(2 * i) + 1] + 8) << 4));
        }
    }

    private static void Fit(WeightTensor tensor, int row, Span<sbyte> integers, Span<float> scales, Span<float> offsets)
    {
        var floats = new float[integers.Length];
        tensor.ReadRow(row, floats);
        for (var block = 0; block < scales.Length; block++)
        {
            (scales[block], offsets[block]) = OffsetFit.Fit(floats.AsSpan(block * BlockSize, BlockSize), integers.Slice(block * BlockSize, BlockSize));
        }
    }

    private static void Round(WeightTensor tensor, int row, Span<sbyte> integers, Span<float> scales)
    {
        var floats = new float[integers.Length];
        tensor.ReadRow(row, floats.AsSpan(0, tensor.Columns));
        for (var block = 0; block < scales.Length; block++)
        {
            var part = floats.AsSpan(block * BlockSize, BlockSize);
            var scale = MathF.Abs(System.Numerics.Tensors.TensorPrimitives.MaxMagnitude(part)) / sbyte.MaxValue;
            scales[block] = scale;
            for (var i = 0; i < BlockSize && scale > 0; i++)
            {
                integers[(block * BlockSize) + i] = (sbyte)MathF.Round(part[i] / scale);
            }
        }
    }
}

/// <summary>Where a quantized tensor lies in the external file.</summary>
internal readonly record struct QuantizedRange(int Bits, ExternalRange Values, ExternalRange Scales);
