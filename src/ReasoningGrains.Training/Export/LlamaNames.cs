using ReasoningGrains.Training.Llama;

namespace ReasoningGrains.Training.Export;

/// <summary>How Hugging Face's Llama names and cuts the weights: its query, key and value matrices stand here in one, as do gate and up.</summary>
internal static class LlamaNames
{
    /// <summary>The parts of a weight, first rows first.</summary>
    public static IEnumerable<(string Name, long Rows)> Parts(ParameterSlice slice, ModelShape shape)
    {
        var dot = slice.Name.IndexOf('.', StringComparison.Ordinal);
        var (prefix, kind) = dot < 0 ? ("model", slice.Name) : ($"model.layers.{slice.Name[..dot]}", slice.Name[(dot + 1)..]);
        (string, long)[] parts = kind switch
        {
            ParameterLayout.QueryKeyValue => [("self_attn.q_proj", shape.QueryWidth), ("self_attn.k_proj", shape.KeyWidth), ("self_attn.v_proj", shape.KeyWidth)],
            ParameterLayout.Output => [("self_attn.o_proj", slice.Shape[0])],
            ParameterLayout.GateUp => [("mlp.gate_proj", shape.FeedForward), ("mlp.up_proj", shape.FeedForward)],
            ParameterLayout.Down => [("mlp.down_proj", slice.Shape[0])],
            _ => [(kind, slice.Shape[0])],
        };
        return parts.Select(part => ($"{prefix}.{part.Item1}.weight", part.Item2));
    }
}
