namespace ReasoningGrains.Training.Llama;

/// <summary>Where each weight lies in the one buffer that holds them all. Those that weight decay shrinks come first: the matrices of the layers, not norms and not the embedding.</summary>
internal sealed class ParameterLayout
{
    public const string Embedding = "embed_tokens", FinalNorm = "norm";
    public const string InputNorm = "input_layernorm", QueryKeyValue = "qkv_proj", Output = "o_proj";
    public const string FeedForwardNorm = "post_attention_layernorm", GateUp = "gate_up_proj", Down = "down_proj";

    private readonly List<ParameterSlice> slices = [];

    public ParameterLayout(ModelShape shape)
    {
        for (var layer = 0; layer < shape.Layers; layer++)
        {
            AddParts(Name(layer, QueryKeyValue), [shape.QueryWidth, shape.KeyWidth, shape.KeyWidth], shape.Width);
            Add(Name(layer, Output), shape.Width, shape.QueryWidth);
            AddParts(Name(layer, GateUp), [shape.FeedForward, shape.FeedForward], shape.Width);
            Add(Name(layer, Down), shape.Width, shape.FeedForward);
        }

        Decayed = Length;
        Add(Embedding, shape.Vocabulary, shape.Width);
        for (var layer = 0; layer < shape.Layers; layer++)
        {
            Add(Name(layer, InputNorm), shape.Width);
            Add(Name(layer, FeedForwardNorm), shape.Width);
        }

        Add(FinalNorm, shape.Width);
    }

    public IReadOnlyList<ParameterSlice> Slices => slices;

    /// <summary>How many of the first elements are shrunk by weight decay.</summary>
    public long Decayed { get; }

    /// <summary>Elements in all.</summary>
    public long Length { get; private set; }

    public static string Name(int layer, string weight) => $"{layer}.{weight}";

    private void Add(string name, params long[] shape) => Add(new ParameterSlice(name, shape, Length, [shape[0]]));

    private void AddParts(string name, long[] outputs, long inputs) => Add(new ParameterSlice(name, [outputs.Sum(), inputs], Length, outputs));

    private void Add(ParameterSlice slice)
    {
        slices.Add(slice);
        Length += slice.Length;
    }
}
