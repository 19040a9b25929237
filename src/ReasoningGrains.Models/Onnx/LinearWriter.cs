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

    /// <summary>The exact split of weights with offsets: <c>y = x · Qᵀ + blockSums(x) · offsetsᵀ</c>, the 4 bits in Q.</summary>
    private string ApplyWithOffsets(string input, string name, WeightTensor[] parts, int rows, int columns)
    {
        var blocks = columns / BlockSize;
        var offsets = new float[(long)rows * blocks];
        var symmetric = Apply(input, name, BlockQuantizer.Write(external, parts, 4, offsets), rows, columns);
        var begin = external.Begin();
        var column = new float[rows];
        for (var block = 0; block < blocks; block++)
        {
            for (var row = 0; row < rows; row++)
            {
                column[row] = offsets[(row * blocks) + block];
            }

            external.Write<float>(column);
        }

        var weights = graph.External($"{name}.offsets", Element.Float, external.End(begin), blocks, rows);
        if (placement == GraphPlacement.Host)
        {
            return graph.Node("AddOffsets", GraphBuilder.Own, [symmetric, input, weights]);
        }

        var split = graph.Node("Reshape", "", [input, graph.Integers($"blocks.{blocks}", -1, blocks, BlockSize)]);
        var sums = graph.Node("ReduceSum", "", [split, graph.Integers("within_block", 2)], GraphBuilder.Attribute("keepdims", 0));
        return graph.Node("Add", "", [symmetric, graph.Node("MatMul", "", [sums, weights])]);
    }

    private ExternalRange WriteTransposed(WeightTensor[] parts)
    {
        var columns = parts[0].Columns;
        var rows = parts.Sum(p => p.Rows);
        var transposed = new float[(long)columns * rows];
        var row = new float[columns];
        var at = 0;
        foreach (var part in parts)
        {
            for (var r = 0; r < part.Rows; r++, at++)
            {
                part.ReadRow(r, row);
                for (var c = 0; c < columns; c++)
                {
                    transposed[((long)c * rows) + at] = row[c];
                }
            }
        }

        var begin = external.Begin();
        for (var c = 0; c < columns; c++)
        {
            external.Write<float>(transposed.AsSpan(c * rows, rows));
        }

        return external.End(begin);
    }
}
