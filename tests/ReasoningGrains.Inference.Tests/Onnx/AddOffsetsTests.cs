using Microsoft.ML.OnnxRuntime;
using ReasoningGrains.Inference.Onnx;
using ReasoningGrains.Models.Onnx;
using Element = ReasoningGrains.Models.Onnx.Proto.OnnxTensor.Types.Element;

namespace ReasoningGrains.Inference.Tests.Onnx;

/// <summary>The operator that completes products with 4-bit integers, as ONNX Runtime calls it, against sums in double precision.</summary>
public sealed class AddOffsetsTests : IDisposable
{
    private const int BlockSize = 32;
    private readonly string folder = Directory.CreateTempSubdirectory("reasoninggrains-").FullName;
    private readonly Random random = new(11);

    public void Dispose() => Directory.Delete(folder, recursive: true);

    /// <summary>Rows: one, tiles and what is left of them, several units. Outputs: panels and parts of them, several units. Blocks.</summary>
    public static MatrixTheoryData<int, int, int> Shapes => new([1, 3, 4, 7, 39], [7, 32, 100, 3072], [1, 3, 18]);

    [Theory, MemberData(nameof(Shapes))]
    public void A_product_is_completed_by_block_sums_times_offsets(int rows, int outputs, int blocks)
    {
        // Outputs of very different offsets, and one without any: each has a scale of its own.
        var offsets = Floats(outputs * blocks, i => i / blocks == 5 ? 0 : MathF.Pow(2, (i / blocks % 9) - 4));
        float[] products = Floats(rows * outputs, _ => 3), inputs = Floats(rows * blocks * BlockSize, _ => 1);
        var results = Run(Graph(offsets, blocks), (products, outputs), (inputs, blocks * BlockSize), rows);
        for (var (row, i) = (0, 0); row < rows; row++)
        {
            var sums = Enumerable.Range(0, blocks).Select(b => inputs.AsSpan(((row * blocks) + b) * BlockSize, BlockSize).ToArray().Sum(x => (double)x)).ToArray();
            for (var output = 0; output < outputs; output++, i++)
            {
                var own = offsets.AsSpan(output * blocks, blocks).ToArray();
                var expected = products[i] + sums.Zip(own, (sum, offset) => sum * offset).Sum();
                var allowed = (sums.Sum(Math.Abs) * own.Max(Math.Abs) / 60_000) + (1e-5 * (1 + sums.Zip(own, (sum, offset) => Math.Abs(sum * offset)).Sum()));
                Assert.InRange(results[i], expected - allowed, expected + allowed);
            }
        }
    }

    private float[] Floats(int count, Func<int, float> greatest) => [.. Enumerable.Range(0, count).Select(i => greatest(i) * ((2 * random.NextSingle()) - 1))];

    private string Graph(float[] offsets, int blocks)
    {
        using var stream = File.Create(Path.Combine(folder, "offsets.bin"));
        var external = new ExternalData(stream, "offsets.bin");
        var graph = new GraphBuilder(external);
        graph.Input("y", Element.Float, "rows", $"{offsets.Length / blocks}");
        graph.Input("x", Element.Float, "rows", $"{blocks * BlockSize}");
        graph.Output("completed", Element.Float, "rows", $"{offsets.Length / blocks}");
        var (values, scales) = OffsetPanels.Write(graph, external, "map", offsets, blocks);
        graph.Node("AddOffsets", GraphBuilder.Own, ["y", "x", values, scales], ["completed"]);
        var path = Path.Combine(folder, "graph.onnx");
        File.WriteAllBytes(path, graph.Build());
        return path;
    }

    private static float[] Run(string path, (float[] Values, int Columns) y, (float[] Values, int Columns) x, int rows)
    {
        var choice = new SessionChoice(Accelerator.Cpu, 2);
        using var op = new AddOffsetsOperator();
        using var options = choice.CreateOptions();
        OrtNative.Register(options, "reasoninggrains\0"u8, [op]);
        using var session = choice.Open(path, options);
        using var products = OrtValue.CreateTensorValueFromMemory(y.Values, [rows, y.Columns]);
        using var inputs = OrtValue.CreateTensorValueFromMemory(x.Values, [rows, x.Columns]);
        using var run = new RunOptions();
        using var results = session.Run(run, ["y", "x"], [products, inputs], ["completed"]);
        return results[0].GetTensorDataAsSpan<float>().ToArray();
    }
}
