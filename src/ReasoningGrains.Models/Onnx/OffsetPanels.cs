using System.Numerics.Tensors;
using Element = ReasoningGrains.Models.Onnx.Proto.OnnxTensor.Types.Element;

namespace ReasoningGrains.Models.Onnx;

/// <summary>
/// The offsets of a linear map as <c>reasoninggrains::AddOffsets</c> reads them: panels of 32 outputs, each [blocks, 32] integers of 16 bits, and a scale an output, of which an offset
/// is a multiple. That rounds by at most 1/65,534 of an output's largest offset.
/// </summary>
internal static class OffsetPanels
{
    private const int Columns = 32;

    /// <summary>Writes both tensors and returns their names.</summary>
    /// <param name="graph">Where they are declared.</param>
    /// <param name="external">Where their bytes go.</param>
    /// <param name="name">Of the linear map.</param>
    /// <param name="offsets">[outputs, blocks].</param>
    /// <param name="blocks">Of inputs.</param>
    public static (string Values, string Scales) Write(GraphBuilder graph, ExternalData external, string name, ReadOnlySpan<float> offsets, int blocks)
    {
        var outputs = offsets.Length / blocks;
        var panels = (outputs + Columns - 1) / Columns;
        // Outputs that fill the last panel have offsets of zero.
        var scales = new float[panels * Columns];
        var panel = new short[blocks * Columns];
        var begin = external.Begin();
        for (var first = 0; first < outputs; first += Columns)
        {
            Array.Clear(panel);
            for (var output = first; output < Math.Min(outputs, first + Columns); output++)
            {
                scales[output] = Round(offsets.Slice(output * blocks, blocks), panel.AsSpan(output - first));
            }

            external.Write<short>(panel);
        }

        var values = graph.External($"{name}.offsets", Element.Int16, external.End(begin), panels, blocks * Columns);
        begin = external.Begin();
        external.Write<float>(scales);
        return (values, graph.External($"{name}.offset_scales", Element.Float, external.End(begin), panels, Columns));
    }

    /// <summary>Rounds an output's offsets to the column of a panel that begins here; returns their scale.</summary>
    private static float Round(ReadOnlySpan<float> offsets, Span<short> column)
    {
        var scale = MathF.Abs(TensorPrimitives.MaxMagnitude(offsets)) / short.MaxValue;
        for (var block = 0; block < offsets.Length && scale > 0; block++)
        {
            column[block * Columns] = (short)MathF.Round(offsets[block] / scale);
        }

        return scale;
    }
}
