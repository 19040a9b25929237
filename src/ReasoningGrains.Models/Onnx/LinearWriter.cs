using ReasoningGrains.Models.Weights;
using Element = ReasoningGrains.Models.Onnx.Proto.OnnxTensor.Types.Element;

namespace ReasoningGrains.Models.Onnx;

/// <summary>Writes the weights of one linear map and the node that applies them. Several tensors on top of each other make one map.</summary>
internal sealed class LinearWriter(GraphBuilder graph, ExternalData external, WeightPrecision precision, GraphPlacement placement)
{
    private const int BlockSize = BlockQuantizer.BlockSize;

    /// <summary>y = x · Wᵀ; returns the name of y.</summary>
    public string Apply(string input, string name, params WeightTensor[] parts)
    {
        var columns = parts[0].Columns;
        var rows = parts.Sum(p => p.Rows);
        if (precision == WeightPrecision.Float32)
        {
            var weights = graph.External(name, Element.Float, WriteTransposed(parts), columns, rows);
            return graph.Node("MatMul", "", [input, weights]);
        }

        if (Array.TrueForAll(parts, p => p.HasOffsetNibbles || IsRoundedTo4Bits(p)))
        {
            return ApplyWithOffsets(input, name, parts, rows, columns);
        }

        var bits = Array.TrueForAll(parts, p => p.SymmetricBits == 4) ? 4 : 8;
        var quantized = BlockQuantizer.Write(external, parts, bits);
        return Apply(input, name, quantized, rows, columns);
    }

    private bool IsRoundedTo4Bits(WeightTensor tensor) => precision == WeightPrecision.Int4 && tensor.IsFloat && tensor.Columns % BlockSize == 0;

    /// <summary>y = x · Wᵀ with weights that are already written.</summary>
    public string Apply(string input, string name, QuantizedRange quantized, int rows, int columns)
    {
        var blocks = (columns + BlockSize - 1) / BlockSize;
        var values = graph.External($"{name}.values", Element.Uint8, quantized.Values, rows, blocks, BlockSize * quantized.Bits / 8);
        var scales = graph.External($"{name}.scales", Element.Float, quantized.Scales, rows, blocks);
        return graph.Node(
            "MatMulNBits",
            GraphBuilder.Microsoft,
            [input, values, scales],
            GraphBuilder.Attribute("K", columns),
            GraphBuilder.Attribute("N", rows),
            GraphBuilder.Attribute("bits", quantized.Bits),
            GraphBuilder.Attribute("block_size", BlockSize),
            // Integer arithmetic: the activations are quantized per block on the fly.
            GraphBuilder.Attribute("accuracy_level", 4));
    }

    /// <summary>
    /// Weights with offsets, the exact split <c>y = x · Qᵀ + blockSums(x) · offsetsᵀ</c> with the 4 bits in Q: on the host by an operator of this project, for <c>MatMulNBits</c> has no offsets of floats at its
    /// speed and reads its weights at half of what memory gives.
    /// </summary>
    private string ApplyWithOffsets(string input, string name, WeightTensor[] parts, int rows, int columns)
    {
        if (placement == GraphPlacement.Host)
        {
            return graph.Node("Int4Linear", GraphBuilder.Own, [input, Int4PanelWriter.Write(graph, external, name, parts)], GraphBuilder.Attribute("outputs", rows));
        }

        var blocks = columns / BlockSize;
        var offsets = new float[(long)rows * blocks];
        var symmetric = Apply(input, name, BlockQuantizer.Write(external, parts, 4, offsets), rows, columns);
        var weights = graph.External($"{name}.offsets", Element.Float, WriteTransposed(offsets, rows, blocks), blocks, rows);
        var split = graph.Node("Reshape", "", [input, graph.Integers($"blocks.{blocks}", -1, blocks, BlockSize)]);
        var sums = graph.Node("ReduceSum", "", [split, graph.Integers("within_block", 2)], GraphBuilder.Attribute("keepdims", 0));
        return graph.Node("Add", "", [symmetric, graph.Node("MatMul", "", [sums, weights])]);
    }

    private ExternalRange WriteTransposed(WeightTensor[] parts)
    {
        var columns = parts[0].Columns;
        var rows = parts.Sum(p => p.Rows);
        var values = new float[(long)columns * rows];
        var at = 0;
        foreach (var part in parts)
        {
            for (var r = 0; r < part.Rows; r++, at++)
            {
                part.ReadRow(r, values.AsSpan(at * columns, columns));
            }
        }

        return WriteTransposed(values, rows, columns);
    }

    private ExternalRange WriteTransposed(float[] values, int rows, int columns)
    {
        var column = new float[rows];
        var begin = external.Begin();
        for (var c = 0; c < columns; c++)
        {
            for (var row = 0; row < rows; row++)
            {
                column[row] = values[((long)row * columns) + c];
            }

            external.Write<float>(column);
        }

        return external.End(begin);
    }
}
