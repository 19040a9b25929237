using Microsoft.ML.OnnxRuntime;
using ReasoningGrains.Inference.Onnx;
using ReasoningGrains.Models.Onnx;
using ReasoningGrains.Models.Weights;
using Element = ReasoningGrains.Models.Onnx.Proto.OnnxTensor.Types.Element;

namespace ReasoningGrains.Inference.Tests.Onnx;

/// <summary>The linear map of 4 bits as the writer writes it and ONNX Runtime calls it, against the weights in double precision.</summary>
public sealed class Int4LinearOperatorTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("reasoninggrains-").FullName;
    private readonly Random random = new(11);

    public void Dispose() => Directory.Delete(folder, recursive: true);

    /// <summary>Rows: one, several units that round, several that multiply. Outputs of two tensors: parts of a panel, many units. Inputs: blocks.</summary>
    public static MatrixTheoryData<int, int, int> Shapes => new([1, 7, 39, 130], [7, 32, 100, 3072], [32, 576]);

    [Theory, MemberData(nameof(Shapes))]
    public void Rows_are_multiplied_by_the_weights_of_all_parts(int rows, int outputs, int columns)
    {
        var first = outputs / 3;
        WeightTensor[] parts = [Tensor(first, columns), Tensor(outputs - first, columns)];
        float[] inputs = [.. Enumerable.Range(0, rows * columns).Select(i => i % 32 == 0 ? 127 : random.Next(-127, 128))];
        var results = Run(Graph(parts, outputs, columns), inputs, rows, columns);
        Assert.Equal(rows * outputs, results.Length);
        var weights = new float[columns];
        for (var output = 0; output < outputs; output++)
        {
            parts[output < first ? 0 : 1].ReadRow(output < first ? output : output - first, weights);
            for (var row = 0; row < rows; row++)
            {
                var x = inputs.AsSpan(row * columns, columns);
                var (expected, magnitude) = (0.0, 0.0);
                for (var i = 0; i < columns; i++)
                {
                    expected += (double)weights[i] * x[i];
                    magnitude += Math.Abs((double)weights[i] * x[i]);
                }

                // Offsets have 16 bits.
                Assert.InRange(results[(row * outputs) + output], expected - (1e-4 * magnitude), expected + (1e-4 * magnitude));
            }
        }
    }

    [Theory, InlineData(16, 64), InlineData(33, 64), InlineData(32, 96)]
    public void Weights_of_another_shape_are_refused(int outputs, int columns)
    {
        // Of 32 outputs and 64 inputs.
        using var stream = File.Create(Path.Combine(folder, "weights.bin"));
        var external = new ExternalData(stream, "weights.bin");
        var graph = new GraphBuilder(external);
        graph.Input("x", Element.Float, "rows", $"{columns}");
        graph.Output("y", Element.Float, "rows", $"{outputs}");
        var panels = Int4PanelWriter.Write(graph, external, "map", [Tensor(32, 64)]);
        graph.Node("Int4Linear", GraphBuilder.Own, ["x", panels], ["y"], GraphBuilder.Attribute("outputs", outputs));
        stream.Flush();
        var path = Path.Combine(folder, "graph.onnx");
        File.WriteAllBytes(path, graph.Build());
        Assert.Contains("damaged", Fault(path, columns).Message, StringComparison.Ordinal);
    }

    private string Graph(WeightTensor[] parts, int outputs, int columns)
    {
        using var stream = File.Create(Path.Combine(folder, "weights.bin"));
        var external = new ExternalData(stream, "weights.bin");
        var graph = new GraphBuilder(external);
        graph.Input("x", Element.Float, "rows", $"{columns}");
        graph.Output("y", Element.Float, "rows", $"{outputs}");
        var product = new LinearWriter(graph, external, WeightPrecision.Int8, GraphPlacement.Host).Apply("x", "map", parts);
        Assert.StartsWith("Int4Linear", product, StringComparison.Ordinal);
        graph.Node("Identity", "", [product], ["y"]);
        var path = Path.Combine(folder, "graph.onnx");
        File.WriteAllBytes(path, graph.Build());
        return path;
    }

    private static float[] Run(string path, float[] x, int rows, int columns)
    {
        var choice = new SessionChoice(Accelerator.Cpu, 2);
        using var op = new Int4LinearOperator();
        using var options = choice.CreateOptions();
        OrtNative.Register(options, "reasoninggrains\0"u8, [op]);
        using var session = choice.Open(path, options);
        using var inputs = OrtValue.CreateTensorValueFromMemory(x, [rows, columns]);
        using var run = new RunOptions();
        using var results = session.Run(run, ["x"], [inputs], ["y"]);
        return results[0].GetTensorDataAsSpan<float>().ToArray();
    }

    private static InvalidDataException Fault(string path, int columns)
    {
        var choice = new SessionChoice(Accelerator.Cpu, 2);
        using var op = new Int4LinearOperator();
        using var options = choice.CreateOptions();
        OrtNative.Register(options, "reasoninggrains\0"u8, [op]);
        using var session = choice.Open(path, options);
        using var inputs = OrtValue.CreateTensorValueFromMemory(new float[columns], [1, columns]);
        using var run = new RunOptions();
        Assert.Throws<OnnxRuntimeException>(() => session.Run(run, ["x"], [inputs], ["y"]).Dispose());
        return Assert.IsType<InvalidDataException>(op.Fault);
    }

    private OffsetTensor Tensor(int rows, int columns)
    {
        var blocks = rows * columns / 32;
        return new OffsetTensor(
            rows,
            columns,
            [.. Enumerable.Range(0, rows * columns).Select(_ => (sbyte)random.Next(-8, 8))],
            [.. Enumerable.Range(0, blocks).Select(_ => random.NextSingle())],
            [.. Enumerable.Range(0, blocks).Select(_ => (random.NextSingle() - 0.5f) * 8)]);
    }

    /// <summary>A tensor of a file with offsets, as Q4_1 has them.</summary>
    private sealed class OffsetTensor(int rows, int columns, sbyte[] integers, float[] ownScales, float[] ownOffsets) : WeightTensor
    {
        public override string Name => "weight";

        public override int Rows => rows;

        public override int Columns => columns;

        public override string Type => "Q4_1";

        public override bool IsFloat => false;

        public override bool HasOffsetNibbles => true;

        public override void ReadRow(int row, Span<float> destination)
        {
            for (var i = 0; i < columns; i++)
            {
                var block = ((row * columns) + i) / 32;
                destination[i] = (integers[(row * columns) + i] * ownScales[block]) + ownOffsets[block];
            }
        }

        public override void ReadOffsetRow(int row, Span<sbyte> values, Span<float> scales, Span<float> offsets)
        {
            integers.AsSpan(row * columns, columns).CopyTo(values);
            ownScales.AsSpan(row * columns / 32, columns / 32).CopyTo(scales);
            ownOffsets.AsSpan(row * columns / 32, columns / 32).CopyTo(offsets);
        }
    }
}
