using ReasoningGrains.Models.Weights;
using Element = ReasoningGrains.Models.Onnx.Proto.OnnxTensor.Types.Element;

namespace ReasoningGrains.Models.Onnx;

/// <summary>
/// Writes a decoder as an ONNX graph. Rows of any number of sequences go through together: <c>input_ids</c> [rows] and <c>logit_rows</c> [outputs]
/// in, <c>logits</c> [outputs, vocabulary] out; attention is the operator <c>reasoninggrains::Attend</c>, which knows whose rows they are.
/// </summary>
public sealed class DecoderGraph
{
    private readonly Model model;
    private readonly ModelConfig config;
    private readonly WeightPrecision precision;
    private readonly GraphPlacement placement;
    private readonly GraphBuilder graph;
    private readonly ExternalData external;
    private readonly LinearWriter linear;

    private DecoderGraph(Model model, WeightPrecision precision, GraphPlacement placement, ExternalData external)
    {
        this.model = model;
        config = model.Config;
        this.precision = precision == WeightPrecision.Auto ? Choose(model) : precision;
        this.placement = placement;
        this.external = external;
        graph = new GraphBuilder(external);
        linear = new LinearWriter(graph, external, this.precision, placement);
    }

    /// <summary>Small models are bound by arithmetic and lose most by rounding; large ones are bound by memory bandwidth.</summary>
    private static WeightPrecision Choose(Model model)
        => model.Weights.Names.Sum(n => model.Weights.Tensor(n) is { IsFloat: true } tensor ? (long)tensor.Rows * tensor.Columns : 0) >= 1_000_000_000 ? WeightPrecision.Int4 : WeightPrecision.Int8;

    /// <summary>Writes the graph file and, beside it, the file of its weights.</summary>
    /// <param name="model">The source.</param>
    /// <param name="precision">How the weights are kept.</param>
    /// <param name="placement">Where it will run.</param>
    /// <param name="graphPath">The ONNX file to make.</param>
    /// <param name="weightsPath">The file of its large tensors, in the same folder.</param>
    public static void Write(Model model, WeightPrecision precision, GraphPlacement placement, string graphPath, string weightsPath)
    {
        using var stream = new FileStream(weightsPath, FileMode.Create, FileAccess.Write, FileShare.None, 1 << 20);
        var graph = new DecoderGraph(model, precision, placement, new ExternalData(stream, Path.GetFileName(weightsPath)));
        File.WriteAllBytes(graphPath, graph.Build());
    }

    private byte[] Build()
    {
        graph.Input("input_ids", Element.Int64, "rows");
        graph.Input("logit_rows", Element.Int64, "outputs");
        graph.Output("logits", Element.Float, "outputs", $"{config.Vocabulary}");
        var (embedded, head) = Embed();
        var residual = embedded;
        var normed = Norm(residual, "model.layers.0.input_layernorm.weight");
        for (var layer = 0; layer < config.Layers; layer++)
        {
            var prefix = $"model.layers.{layer}";
            var attended = Attend(layer, normed, prefix);
            if (layer == config.Layers - 1)
            {
                // After the last attention only the rows whose logits are wanted go on.
                attended = graph.Node("Gather", "", [attended, "logit_rows"]);
                residual = graph.Node("Gather", "", [residual, "logit_rows"]);
            }

            (normed, residual) = AddAndNorm(linear.Apply(attended, $"o.{layer}", Weight($"{prefix}.self_attn.o_proj.weight")), residual, $"{prefix}.post_attention_layernorm.weight");
            var next = layer == config.Layers - 1 ? "model.norm.weight" : $"model.layers.{layer + 1}.input_layernorm.weight";
            (normed, residual) = AddAndNorm(FeedForward(layer, normed, prefix), residual, next);
        }

        var logits = head(normed);
        graph.Node("Identity", "", [logits], ["logits"]);
        return graph.Build();
    }

    /// <summary>The embedding of the ids, and the map from the last norm to the logits: both from one table when the head is tied.</summary>
    private (string Embedded, Func<string, string> Head) Embed()
    {
        var table = Weight("model.embed_tokens.weight");
        var headTable = config.TiedHead ? table : Weight("lm_head.weight");
        if (precision == WeightPrecision.Float32 || table.Columns % BlockQuantizer.BlockSize != 0)
        {
            // A row of the embedding has no part of a block; the head may.
            var rows = new float[table.Columns];
            var begin = external.Begin();
            for (var r = 0; r < table.Rows; r++)
            {
                table.ReadRow(r, rows);
                external.Write<float>(rows);
            }

            var embedding = graph.External("embedding", Element.Float, external.End(begin), table.Rows, table.Columns);
            return (graph.Node("Gather", "", [embedding, "input_ids"]), x => precision == WeightPrecision.Float32
                ? linear.Apply(x, "head", headTable)
                : linear.Apply(x, "head", BlockQuantizer.Write(external, [headTable], 8), headTable.Rows, headTable.Columns));
        }

        // The head keeps 8 bits even where the file has 4: a 4-bit head costs more quality than it saves time.
        var quantized = BlockQuantizer.Write(external, [table], 8);
        var values = graph.External("embedding.values", Element.Uint8, quantized.Values, table.Rows, table.Columns);
        var scales = graph.External("embedding.scales", Element.Float, quantized.Scales, table.Rows, table.Columns / BlockQuantizer.BlockSize);
        var embedded = graph.Node(
            "GatherBlockQuantized",
            GraphBuilder.Microsoft,
            [values, "input_ids", scales],
            GraphBuilder.Attribute("gather_axis", 0),
            GraphBuilder.Attribute("quantize_axis", 1),
            GraphBuilder.Attribute("block_size", BlockQuantizer.BlockSize),
            GraphBuilder.Attribute("bits", 8));
        return (embedded, x => linear.Apply(x, "head", config.TiedHead ? quantized : BlockQuantizer.Write(external, [headTable], 8), headTable.Rows, headTable.Columns));
    }

    private string Attend(int layer, string normed, string prefix)
    {
        var attention = $"{prefix}.self_attn";
        var packed = linear.Apply(normed, $"qkv.{layer}", Weight($"{attention}.q_proj.weight"), Weight($"{attention}.k_proj.weight"), Weight($"{attention}.v_proj.weight"));
        if (config.QkvBias)
        {
            var bias = graph.Floats($"qkv.{layer}.bias", [.. Vector($"{attention}.q_proj.bias"), .. Vector($"{attention}.k_proj.bias"), .. Vector($"{attention}.v_proj.bias")], (config.Heads + (2 * config.KvHeads)) * config.HeadDim);
            packed = graph.Node("Add", "", [packed, bias]);
        }

        if (config.QkNorm)
        {
            packed = NormQueriesAndKeys(layer, packed, attention);
        }

        return graph.Node("Attend", GraphBuilder.Own, [packed], GraphBuilder.Attribute("layer", layer));
    }

    private string NormQueriesAndKeys(int layer, string packed, string attention)
    {
        var (queries, keys) = (config.Heads * config.HeadDim, config.KvHeads * config.HeadDim);
        var parts = graph.Node("Split", "", [packed, graph.Integers("qkv.widths", queries, keys, keys)], [$"q.{layer}", $"k.{layer}", $"v.{layer}"], GraphBuilder.Attribute("axis", -1));
        var q = NormHeads(parts[0], config.Heads, $"{attention}.q_norm.weight");
        var k = NormHeads(parts[1], config.KvHeads, $"{attention}.k_norm.weight");
        return graph.Node("Concat", "", [q, k, parts[2]], GraphBuilder.Attribute("axis", -1));
    }

    private string NormHeads(string flat, int heads, string weight)
    {
        var split = graph.Node("Reshape", "", [flat, graph.Integers($"heads.{heads}", -1, heads, config.HeadDim)]);
        return graph.Node("Reshape", "", [Norm(split, weight), graph.Integers($"flat.{heads}", -1, heads * config.HeadDim)]);
    }

    private string FeedForward(int layer, string normed, string prefix)
    {
        var both = linear.Apply(normed, $"gate_up.{layer}", Weight($"{prefix}.mlp.gate_proj.weight"), Weight($"{prefix}.mlp.up_proj.weight"));
        return linear.Apply(placement == GraphPlacement.Host ? graph.Node("SwiGlu", GraphBuilder.Own, [both]) : SwiGlu(layer, both), $"down.{layer}", Weight($"{prefix}.mlp.down_proj.weight"));
    }

    private string SwiGlu(int layer, string both)
    {
        var parts = graph.Node("Split", "", [both, graph.Integers("gate_up.widths", config.Intermediate, config.Intermediate)], [$"gate.{layer}", $"up.{layer}"], GraphBuilder.Attribute("axis", -1));
        var silu = graph.Node("Mul", "", [parts[0], graph.Node("Sigmoid", "", [parts[0]])]);
        return graph.Node("Mul", "", [silu, parts[1]]);
    }

    private string Norm(string input, string weight)
        => graph.Node("SimplifiedLayerNormalization", "", [input, Gain(weight)], GraphBuilder.Attribute("axis", -1), GraphBuilder.Attribute("epsilon", config.RmsEpsilon), GraphBuilder.Attribute("stash_type", 1));

    private (string Normed, string Residual) AddAndNorm(string addend, string residual, string weight)
    {
        var (normed, sum) = (graph.Fresh("normed"), graph.Fresh("residual"));
        graph.Node("SkipSimplifiedLayerNormalization", GraphBuilder.Microsoft, [addend, residual, Gain(weight)], [normed, "", "", sum], GraphBuilder.Attribute("epsilon", config.RmsEpsilon));
        return (normed, sum);
    }

    private string Gain(string name) => graph.Floats(name, Vector(name), model.Weights.Tensor(name).Columns);

    private WeightTensor Weight(string name) => model.Weights.Tensor(name);

    private float[] Vector(string name)
    {
        var tensor = Weight(name);
        var values = new float[tensor.Columns];
        tensor.ReadRow(0, values);
        return values;
    }
}
