namespace ReasoningGrains.Models;

/// <summary>Compares every tensor that a decoder of this shape needs with what the file holds.</summary>
internal static class ShapeChecks
{
    /// <exception cref="ModelFormatException">A tensor is missing or has another shape; the message names it.</exception>
    public static void Check(Model model)
    {
        var config = model.Config;
        Require(model, "model.embed_tokens.weight", config.Vocabulary, config.Hidden);
        Require(model, "model.norm.weight", 1, config.Hidden);
        if (!config.TiedHead)
        {
            Require(model, "lm_head.weight", config.Vocabulary, config.Hidden);
        }

        for (var layer = 0; layer < config.Layers; layer++)
        {
            CheckLayer(model, $"model.layers.{layer}");
        }

        RefuseUnread(model);
    }

    /// <summary>What the graph does not compute must not be left out in silence.</summary>
    private static void RefuseUnread(Model model)
    {
        string[] read = model.Config.QkvBias ? [".q_proj.bias", ".k_proj.bias", ".v_proj.bias"] : [];
        if (model.Weights.Names.FirstOrDefault(name => name.EndsWith(".bias", StringComparison.Ordinal) && !read.Any(end => name.EndsWith(end, StringComparison.Ordinal))) is { } bias)
        {
            throw new ModelFormatException($"{model.Path}: tensor {bias} is not supported; biases may stand on queries, keys and values only, on all of them.");
        }

        if (!model.Config.QkNorm && model.Weights.Names.FirstOrDefault(name => name.EndsWith(".self_attn.q_norm.weight", StringComparison.Ordinal)) is { } norm)
        {
            throw new ModelFormatException($"{model.Path}: tensor {norm} is not supported for {model.Config.Architecture}.");
        }
    }

    private static void CheckLayer(Model model, string prefix)
    {
        var config = model.Config;
        var (queries, keys) = (config.Heads * config.HeadDim, config.KvHeads * config.HeadDim);
        Require(model, $"{prefix}.input_layernorm.weight", 1, config.Hidden);
        Require(model, $"{prefix}.post_attention_layernorm.weight", 1, config.Hidden);
        Require(model, $"{prefix}.self_attn.q_proj.weight", queries, config.Hidden);
        Require(model, $"{prefix}.self_attn.k_proj.weight", keys, config.Hidden);
        Require(model, $"{prefix}.self_attn.v_proj.weight", keys, config.Hidden);
        Require(model, $"{prefix}.self_attn.o_proj.weight", config.Hidden, queries);
        Require(model, $"{prefix}.mlp.gate_proj.weight", config.Intermediate, config.Hidden);
        Require(model, $"{prefix}.mlp.up_proj.weight", config.Intermediate, config.Hidden);
        Require(model, $"{prefix}.mlp.down_proj.weight", config.Hidden, config.Intermediate);
        if (config.QkvBias)
        {
            Require(model, $"{prefix}.self_attn.q_proj.bias", 1, queries);
            Require(model, $"{prefix}.self_attn.k_proj.bias", 1, keys);
            Require(model, $"{prefix}.self_attn.v_proj.bias", 1, keys);
        }

        if (config.QkNorm)
        {
            Require(model, $"{prefix}.self_attn.q_norm.weight", 1, config.HeadDim);
            Require(model, $"{prefix}.self_attn.k_norm.weight", 1, config.HeadDim);
        }
    }

    private static void Require(Model model, string name, int rows, int columns)
    {
        var tensor = model.Weights.Tensor(name);
        if (tensor.Rows != rows || tensor.Columns != columns)
        {
            throw new ModelFormatException($"{model.Path}: tensor {name} is [{tensor.Rows}, {tensor.Columns}]; the model's shape needs [{rows}, {columns}].");
        }
    }
}
