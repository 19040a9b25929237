using ReasoningGrains.Models.Tokenizers.Vocabularies;

namespace ReasoningGrains.Models.Tokenizers.SentencePiece;

/// <summary>A SentencePiece BPE model, from its own file or from GGUF metadata.</summary>
internal sealed record SentencePieceVocabulary
{
    public required string[] Pieces { get; init; }

    /// <summary>Higher is merged first.</summary>
    public required float[] Scores { get; init; }

    public required TokenKind[] Kinds { get; init; }

    /// <summary>A space is put before every text.</summary>
    public bool AddSpacePrefix { get; init; } = true;

    /// <summary>Runs of spaces become one, and those at the ends go.</summary>
    public bool RemoveExtraSpaces { get; init; }

    public int? BeginOfText { get; init; }

    /// <summary>Ids that the file names as ends.</summary>
    public IReadOnlyList<int?> Ends { get; init; } = [];
}
