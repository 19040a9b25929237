using ReasoningGrains.Models.Tokenizers.HuggingFace;

namespace ReasoningGrains.Models.Safetensors;

/// <summary>Reads a decoder's shape from <c>config.json</c>: the style with <c>rope_theta</c> and <c>rope_scaling</c>, and that of transformers 5 with <c>rope_parameters</c>.</summary>
internal static class HuggingFaceConfig
{
    public static ModelConfig Read(string path)
    {
        var json = JsonFile.Read(Path.GetDirectoryName(path)!, Path.GetFileName(path)) ?? throw new ModelFormatException($"There is no {path}.");
        return ConfigChecks.Checked(path, Read(new JsonFields(path, json)));
    }

    private static ModelConfig Read(JsonFields json)
    {
        var architecture = json.Text("model_type") switch
        {
            "llama" => Architecture.Llama,
            "mistral" => Architecture.Mistral,
            "qwen2" => Architecture.Qwen2,
            "qwen3" => Architecture.Qwen3,
            var other => throw new ModelFormatException($"{json.Path}: model_type is {other}; supported are llama, mistral, qwen2 and qwen3."),
        };
        RefuseWhatChangesTheModel(json);
        var (hidden, heads) = (json.Integer("hidden_size"), json.Integer("num_attention_heads"));
        return new ModelConfig
        {
            Architecture = architecture,
            Layers = json.Integer("num_hidden_layers"),
            Hidden = hidden,
            Intermediate = json.Integer("intermediate_size"),
            Heads = heads,
            KvHeads = json.FindInteger("num_key_value_heads") ?? heads,
            HeadDim = json.FindInteger("head_dim") ?? hidden / Math.Max(1, heads),
            Vocabulary = json.Integer("vocab_size"),
            ContextLength = Window(json),
            RmsEpsilon = (float)(json.FindNumber("rms_norm_eps") ?? 1e-6),
            Rope = Rope(json),
            TiedHead = json.FindFlag("tie_word_embeddings") ?? false,
            // Qwen2 has the biases without saying so; Llama-like models say so.
            QkvBias = architecture == Architecture.Qwen2 || (json.FindFlag("attention_bias") ?? false),
            QkNorm = architecture == Architecture.Qwen3,
        };
    }

    /// <summary>A sliding window is not computed; up to its length it changes nothing.</summary>
    private static int Window(JsonFields json)
    {
        var context = json.Integer("max_position_embeddings");
        var sliding = json.FindInteger("sliding_window");
        return sliding is { } window && (json.FindFlag("use_sliding_window") ?? true) ? Math.Min(context, window) : context;
    }

    private static void RefuseWhatChangesTheModel(JsonFields json)
    {
        if (json.FindText("hidden_act") is { } activation && activation != "silu")
        {
            throw new ModelFormatException($"{json.Path}: hidden_act is {activation}; silu is supported.");
        }

        if (json.FindFlag("mlp_bias") ?? false)
        {
            throw new ModelFormatException($"{json.Path}: mlp_bias is true; feed-forward layers with biases are not supported.");
        }

        if (json.Find("quantization_config") is not null)
        {
            throw new ModelFormatException($"{json.Path}: quantization_config is set; weights must be F32, F16 or BF16 (or a GGUF file).");
        }
    }

    private static RopeConfig Rope(JsonFields json)
    {
        var rope = json.Find("rope_parameters") ?? json.Find("rope_scaling");
        var theta = (float)(rope?.FindNumber("rope_theta") ?? json.FindNumber("rope_theta") ?? 10000);
        if (rope is null)
        {
            return new RopeConfig(theta);
        }

        return (rope.FindText("rope_type") ?? rope.FindText("type")) switch
        {
            null or "default" => new RopeConfig(theta),
            "llama3" => new RopeConfig(theta, new Llama3RopeScaling(
                rope.Number("factor"),
                rope.Number("low_freq_factor"),
                rope.Number("high_freq_factor"),
                rope.Integer("original_max_position_embeddings"))),
            var other => throw new ModelFormatException($"{json.Path}: the rope type is {other}; supported are default and llama3."),
        };
    }
}
