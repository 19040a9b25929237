namespace ReasoningGrains.Models.Gguf;

/// <summary>GGUF tensor names in Hugging Face's terms.</summary>
internal static class GgufNames
{
    private static readonly Dictionary<string, string> Outer = new()
    {
        ["token_embd"] = "model.embed_tokens",
        ["output_norm"] = "model.norm",
        ["output"] = "lm_head",
    };

    private static readonly Dictionary<string, string> Layer = new()
    {
        ["attn_norm"] = "input_layernorm",
        ["attn_q"] = "self_attn.q_proj",
        ["attn_k"] = "self_attn.k_proj",
        ["attn_v"] = "self_attn.v_proj",
        ["attn_output"] = "self_attn.o_proj",
        ["attn_q_norm"] = "self_attn.q_norm",
        ["attn_k_norm"] = "self_attn.k_norm",
        ["ffn_norm"] = "post_attention_layernorm",
        ["ffn_gate"] = "mlp.gate_proj",
        ["ffn_up"] = "mlp.up_proj",
        ["ffn_down"] = "mlp.down_proj",
    };

    /// <summary>The Hugging Face name, or null for a tensor that a decoder does not use.</summary>
    public static string? ToHuggingFace(string name)
    {
        var dot = name.LastIndexOf('.');
        if (dot < 0)
        {
            return null;
        }

        var (stem, kind) = (name[..dot], name[(dot + 1)..]);
        if (Outer.TryGetValue(stem, out var outer))
        {
            return $"{outer}.{kind}";
        }

        var parts = stem.Split('.');
        return parts is ["blk", var index, var part] && Layer.TryGetValue(part, out var inner) ? $"model.layers.{index}.{inner}.{kind}" : null;
    }
}
