using ReasoningGrains.Models.Gguf.Quantization;

namespace ReasoningGrains.Models.Gguf;

/// <summary>Reads a decoder's shape from GGUF metadata.</summary>
internal static class GgufConfig
{
    public static ModelConfig Read(GgufFile file)
    {
        var metadata = file.Metadata;
        var name = metadata.Text("general.architecture");
        var architecture = name switch
        {
            "llama" => Architecture.Llama,
            "mistral" => Architecture.Mistral,
            "qwen2" => Architecture.Qwen2,
            "qwen3" => Architecture.Qwen3,
            _ => throw new ModelFormatException($"{file.File.Path} has architecture {name}; supported are llama, mistral, qwen2 and qwen3."),
        };
        var hidden = metadata.Integer($"{name}.embedding_length");
        var heads = metadata.Integer($"{name}.attention.head_count");
        return ConfigChecks.Checked(file.File.Path, new ModelConfig
        {
            Architecture = architecture,
            Layers = metadata.Integer($"{name}.block_count"),
            Hidden = hidden,
            Intermediate = metadata.Integer($"{name}.feed_forward_length"),
            Heads = heads,
            KvHeads = metadata.FindInteger($"{name}.attention.head_count_kv") ?? heads,
            HeadDim = metadata.FindInteger($"{name}.attention.key_length") ?? (heads > 0 ? hidden / heads : 0),
            Vocabulary = file.Tensors.GetValueOrDefault("token_embd.weight")?.Rows ?? throw new ModelFormatException($"{file.File.Path} holds no tensor token_embd.weight."),
            ContextLength = metadata.Integer($"{name}.context_length"),
            RmsEpsilon = (float)metadata.Number($"{name}.attention.layer_norm_rms_epsilon"),
            Rope = new RopeConfig((float)(metadata.FindNumber($"{name}.rope.freq_base") ?? 10000)) { Divisors = Divisors(file) },
            TiedHead = !file.Tensors.ContainsKey("output.weight"),
            QkvBias = file.Tensors.ContainsKey("blk.0.attn_q.bias"),
            QkNorm = file.Tensors.ContainsKey("blk.0.attn_q_norm.weight"),
        });
    }

    /// <summary>GGUF files carry Llama 3's rope scaling as a tensor of divisors.</summary>
    private static float[]? Divisors(GgufFile file)
    {
        if (file.Tensors.GetValueOrDefault("rope_freqs.weight") is not { } info)
        {
            return null;
        }

        var divisors = new float[info.Columns];
        Dequantizer.Of(info.Type).Row(file.File.Span(info.Offset, info.RowBytes), divisors);
        return divisors;
    }
}
