namespace ReasoningGrains.Training.Llama;

/// <summary>The shape of a Llama decoder with tied embeddings.</summary>
public sealed record ModelShape
{
    /// <summary>Rows of the embedding, which is the head too.</summary>
    public int Vocabulary { get; init; } = 1024;

    /// <summary>Width of the residual stream.</summary>
    public int Width { get; init; } = 256;

    /// <summary>Decoder layers.</summary>
    public int Layers { get; init; } = 5;

    /// <summary>Query heads of a layer.</summary>
    public int Heads { get; init; } = 8;

    /// <summary>Key/value heads of a layer.</summary>
    public int KvHeads { get; init; } = 2;

    /// <summary>Width of a head.</summary>
    public int HeadDim { get; init; } = 32;

    /// <summary>Width of the gated feed-forward.</summary>
    public int FeedForward { get; init; } = 512;

    /// <summary>Most tokens of an example.</summary>
    public int Context { get; init; } = 1024;

    /// <summary>Tokens that the model's files give as its context, where it has met longer ones but is not good at them yet; null is all.</summary>
    public int? Window { get; init; }

    /// <summary>Base of the rotary angles (RoFormer, section 3.2.2).</summary>
    public float RopeTheta { get; init; } = 10000;

    /// <summary>Added to the mean square before its root.</summary>
    public float RmsEpsilon { get; init; } = 1e-5f;

    internal int QueryWidth => Heads * HeadDim;

    internal int KeyWidth => KvHeads * HeadDim;

    /// <summary>Numbers that are learnt.</summary>
    internal long Parameters => ((long)Vocabulary * Width) + Width
        + (Layers * (((long)Width * (QueryWidth + (2 * KeyWidth) + QueryWidth + (3 * FeedForward))) + (2 * Width)));
}
