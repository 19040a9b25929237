using ReasoningGrains.Attention.Linear;
using ReasoningGrains.Models.Weights;
using Element = ReasoningGrains.Models.Onnx.Proto.OnnxTensor.Types.Element;

namespace ReasoningGrains.Models.Onnx;

/// <summary>Writes the weights of a linear map in panels, as <c>reasoninggrains::Int4Linear</c> reads them.</summary>
internal static class Int4PanelWriter
{
    // Panels that are made side by side before they are written.
    private const int Batch = 32;

    /// <summary>Writes the tensor [panels, bytes] and returns its name.</summary>
    /// <param name="graph">Where it is declared.</param>
    /// <param name="external">Where its bytes go.</param>
    /// <param name="name">Of the linear map.</param>
    /// <param name="parts">Tensors of equal width, on top of each other.</param>
    public static string Write(GraphBuilder graph, ExternalData external, string name, WeightTensor[] parts)
    {
        var blocks = parts[0].Columns / Int4Panel.BlockSize;
        var outputs = parts.Sum(p => p.Rows);
        var panels = (outputs + Int4Panel.Outputs - 1) / Int4Panel.Outputs;
        var bytes = Int4Panel.Bytes(blocks);
        var batch = new byte[Batch * bytes];
        var begin = external.Begin();
        for (var from = 0; from < panels; from += Batch)
        {
            var (first, count) = (from, Math.Min(Batch, panels - from));
            Array.Clear(batch);
            Parallel.For(0, count, i => Fill(batch.AsSpan(i * bytes, bytes), parts, (first + i) * Int4Panel.Outputs, blocks));
            external.Write<byte>(batch.AsSpan(0, count * bytes));
        }

        return graph.External($"{name}.panels", Element.Uint8, external.End(begin), panels, bytes);
    }

    private static void Fill(Span<byte> panel, WeightTensor[] parts, int firstOutput, int blocks)
    {
        var integers = new sbyte[blocks * Int4Panel.BlockSize];
        var (scales, offsets) = (new float[blocks], new float[blocks]);
        var row = firstOutput;
        var part = 0;
        for (var output = 0; output < Int4Panel.Outputs; output++, row++)
        {
            for (; part < parts.Length && row >= parts[part].Rows; part++)
            {
                row -= parts[part].Rows;
            }

            if (part == parts.Length)
            {
                // Fewer outputs than panels have.
                return;
            }

            Array.Clear(integers);
            BlockQuantizer.Quantize(parts[part], row, 4, integers, scales, offsets);
            Int4Panel.Set(panel, output, integers, scales, offsets);
        }
    }
}
