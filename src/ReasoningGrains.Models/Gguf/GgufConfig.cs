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
        var headDim = metadata.FindInteger($"{name}.attention.key_length") ?? (heads > 0 ? hidden / heads : 0);
        var config = ConfigChecks.Checked(file.File.Path, new ModelConfig
        {
            Architecture = architecture,
            Layers = metadata.Integer($"{name}.block_count"),
            Hidden = hidden,
            Intermediate = metadata.Integer($"{name}.feed_forward_length"),
            Heads = heads,
            KvHeads = metadata.FindInteger($"{name}.attention.head_count_kv") ?? heads,
            HeadDim = headDim,
            Vocabulary = file.Tensors.GetValueOrDefault("token_embd.weight")?.Rows ?? throw new ModelFormatException($"{file.File.Path} holds no tensor token_embd.weight."),
            ContextLength = metadata.Integer($"{name}.context_length"),
            RmsEpsilon = (float)metadata.Number($"{name}.attention.layer_norm_rms_epsilon"),
            Rope = new RopeConfig((float)(metadata.FindNumber($"{name}.rope.freq_base") ?? 10000)),
            TiedHead = !file.Tensors.ContainsKey("output.weight"),
            QkvBias = file.Tensors.ContainsKey("blk.0.attn_q.bias"),
            QkNorm = file.Tensors.ContainsKey("blk.0.attn_q_norm.weight"),
        });
        return config with { Rope = config.Rope with { Divisors = Divisors(file, name, headDim) } };
    }

    /// <summary>What the angles are divided by: Llama 3's scaling comes as a tensor of divisors, the linear one as a factor of all.</summary>
    private static float[]? Divisors(GgufFile file, string name, int headDim)
    {
        if (file.Metadata.FindInteger($"{name}.rope.dimension_count") is { } rotated && rotated != headDim)
        {
            throw new ModelFormatException($"{file.File.Path}: {rotated} of the {headDim} dimensions of a head are rotated; supported is all of them.");
        }

        var factor = Factor(file, name);
        if (file.Tensors.GetValueOrDefault("rope_freqs.weight") is not { } info)
        {
            return factor == 1 ? null : [.. Enumerable.Repeat(factor, headDim / 2)];
        }

        if (info.Rows != 1 || info.Columns != headDim / 2)
        {
            throw new ModelFormatException($"{file.File.Path}: tensor rope_freqs.weight is [{info.Rows}, {info.Columns}]; the model's shape needs [1, {headDim / 2}].");
        }

        var divisors = new float[info.Columns];
        Dequantizer.Of(info.Type).Row(file.File.Span(info.Offset, info.RowBytes), divisors);
        return Array.TrueForAll(divisors, d => float.IsFinite(d) && d > 0) ? [.. divisors.Select(d => d * factor)]
            : throw new ModelFormatException($"{file.File.Path}: tensor rope_freqs.weight holds a value that is not above 0.");
    }

    /// <summary>llama.cpp takes a file that names no type for linear, and no factor or 0 for 1.</summary>
    private static float Factor(GgufFile file, string name)
    {
        var factor = file.Metadata.FindNumber($"{name}.rope.scaling.factor") ?? file.Metadata.FindNumber($"{name}.rope.scale_linear") ?? 1;
        return (file.Metadata.FindText($"{name}.rope.scaling.type") ?? "linear") switch
        {
            "none" => 1,
            "linear" when factor >= 0 && double.IsFinite(factor) => factor == 0 ? 1 : (float)factor,
            var other => throw new ModelFormatException($"{file.File.Path}: the rope scaling is {other} by {factor}; supported are none and linear."),
        };
    }
}
