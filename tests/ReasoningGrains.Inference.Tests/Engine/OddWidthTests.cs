using System.Numerics.Tensors;
using System.Text;
using ReasoningGrains.Attention.Blocks;
using ReasoningGrains.Models.Onnx;

namespace ReasoningGrains.Inference.Tests.Engine;

/// <summary>A random model whose rows are no whole number of the blocks of 32 in which weights are rounded.</summary>
public sealed class OddWidthTests : IDisposable
{
    private const int Hidden = 48;
    private const int Intermediate = 80;
    private const int Vocabulary = 40;
    private readonly string folder = Directory.CreateTempSubdirectory("reasoninggrains-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Theory, InlineData(false), InlineData(true)]
    public void Rounded_weights_point_where_the_floats_point(bool tied)
    {
        Write(tied);
        int[] tokens = [.. Enumerable.Range(0, Vocabulary)];
        using var floats = new Forward(folder, WeightPrecision.Float32, KvElement.Float32);
        using var rounded = new Forward(folder, WeightPrecision.Int8, KvElement.Float32);
        float[] expected = [.. floats.Logits(tokens, 40).SelectMany(row => row)], got = [.. rounded.Logits(tokens, 40).SelectMany(row => row)];
        Assert.InRange(TensorPrimitives.CosineSimilarity<float>(expected, got), 0.995f, 1.001f);
    }

    private void Write(bool tied)
    {
        File.WriteAllText(Path.Combine(folder, "config.json"), $$"""
            {"model_type":"llama","num_hidden_layers":1,"hidden_size":{{Hidden}},"num_attention_heads":3,"intermediate_size":{{Intermediate}},"vocab_size":{{Vocabulary}},"max_position_embeddings":256,"tie_word_embeddings":{{(tied ? "true" : "false")}}}
            """);
        List<(string Name, int Rows, int Columns)> tensors =
        [
            ("model.embed_tokens.weight", Vocabulary, Hidden),
            .. ((string[])["q", "k", "v", "o"]).Select(name => ($"model.layers.0.self_attn.{name}_proj.weight", Hidden, Hidden)),
            ("model.layers.0.mlp.gate_proj.weight", Intermediate, Hidden),
            ("model.layers.0.mlp.up_proj.weight", Intermediate, Hidden),
            ("model.layers.0.mlp.down_proj.weight", Hidden, Intermediate),
            .. ((string[])["model.layers.0.input_layernorm", "model.layers.0.post_attention_layernorm", "model.norm"]).Select(name => ($"{name}.weight", 1, Hidden)),
        ];
        if (!tied)
        {
            tensors.Add(("lm_head.weight", Vocabulary, Hidden));
        }

        var random = new Random(5);
        var header = new StringBuilder();
        var data = new List<byte>();
        foreach (var (name, rows, columns) in tensors)
        {
            var shape = rows == 1 ? $"{columns}" : $"{rows},{columns}";
            header.Append(header.Length == 0 ? "{" : ",").Append($$"""
                "{{name}}":{"dtype":"F32","shape":[{{shape}}],"data_offsets":[{{data.Count}},{{data.Count + (4 * rows * columns)}}]}
                """.Trim());
            data.AddRange(Enumerable.Range(0, rows * columns).SelectMany(_ => BitConverter.GetBytes(rows == 1 ? 1f : (float)(random.NextDouble() - 0.5) / 3)));
        }

        header.Append('}');
        File.WriteAllBytes(Path.Combine(folder, "model.safetensors"), [.. BitConverter.GetBytes((ulong)header.Length), .. Encoding.UTF8.GetBytes(header.ToString()), .. data]);
    }
}
