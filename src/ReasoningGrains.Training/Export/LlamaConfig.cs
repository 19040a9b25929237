using System.Text.Json;
using System.Text.Json.Nodes;
using ReasoningGrains.Training.Llama;

namespace ReasoningGrains.Training.Export;

/// <summary><c>config.json</c> and <c>generation_config.json</c>.</summary>
internal static class LlamaConfig
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    public static void Write(string folder, ModelShape shape)
    {
        var config = new JsonObject
        {
            ["architectures"] = new JsonArray("LlamaForCausalLM"),
            ["model_type"] = "llama",
            ["vocab_size"] = shape.Vocabulary,
            ["hidden_size"] = shape.Width,
            ["intermediate_size"] = shape.FeedForward,
            ["num_hidden_layers"] = shape.Layers,
            ["num_attention_heads"] = shape.Heads,
            ["num_key_value_heads"] = shape.KvHeads,
            ["head_dim"] = shape.HeadDim,
            ["max_position_embeddings"] = shape.Window ?? shape.Context,
            ["rms_norm_eps"] = shape.RmsEpsilon,
            ["rope_theta"] = shape.RopeTheta,
            ["hidden_act"] = "silu",
            ["attention_bias"] = false,
            ["mlp_bias"] = false,
            ["tie_word_embeddings"] = true,
            ["torch_dtype"] = "float16",
        };
        var generation = new JsonObject { ["do_sample"] = false };
        if (EndOfTurn(folder) is { } end)
        {
            config["eos_token_id"] = end;
            generation["eos_token_id"] = end;
        }

        File.WriteAllText(Path.Combine(folder, "config.json"), config.ToJsonString(Indented) + "\n");
        File.WriteAllText(Path.Combine(folder, "generation_config.json"), generation.ToJsonString(Indented) + "\n");
    }

    /// <summary>The id of the tokenizer's <c>eos_token</c>.</summary>
    private static int? EndOfTurn(string folder)
    {
        var (settings, tokenizer) = (Read(folder, "tokenizer_config.json"), Read(folder, "tokenizer.json"));
        var token = settings?["eos_token"] is JsonObject entry ? entry["content"]?.GetValue<string>() : settings?["eos_token"]?.GetValue<string>();
        return token is null ? null
            : tokenizer?["added_tokens"]?.AsArray().FirstOrDefault(added => added?["content"]?.GetValue<string>() == token)?["id"]?.GetValue<int>();
    }

    private static JsonNode? Read(string folder, string name)
        => Path.Combine(folder, name) is var path && File.Exists(path) ? JsonNode.Parse(File.ReadAllBytes(path)) : null;
}
