namespace ReasoningGrains.Models;

/// <summary>The shape of a decoder, from <c>config.json</c> or GGUF metadata.</summary>
public sealed record ModelConfig
{
    public required Architecture Architecture { get; init; }

    /// <summary>Number of decoder layers.</summary>
    public required int Layers { get; init; }

    /// <summary>Width of the residual stream.</summary>
    public required int Hidden { get; init; }

    /// <summary>Width of the gated feed-forward.</summary>
    public required int Intermediate { get; init; }

    /// <summary>Query heads of a layer.</summary>
    public required int Heads { get; init; }

    /// <summary>Key/value heads of a layer; divides <see cref="Heads"/>.</summary>
    public required int KvHeads { get; init; }

    /// <summary>Width of one head; not always <c>Hidden / Heads</c>.</summary>
    public required int HeadDim { get; init; }

    /// <summary>Rows of the embedding and of the head.</summary>
    public required int Vocabulary { get; init; }

    /// <summary>The window the model was trained on, in tokens.</summary>
    public required int ContextLength { get; init; }

    public required float RmsEpsilon { get; init; }

    public required RopeConfig Rope { get; init; }

    /// <summary>The head is the embedding matrix; the file holds no <c>lm_head.weight</c>.</summary>
    public bool TiedHead { get; init; }

    /// <summary>Query, key and value projections have a bias (Qwen2).</summary>
    public bool QkvBias { get; init; }

    /// <summary>Queries and keys are RMS-normalised per head before the rotation (Qwen3).</summary>
    public bool QkNorm { get; init; }
}
