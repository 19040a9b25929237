using ReasoningGrains.Models.Tokenizers.BytePairs;
using ReasoningGrains.Models.Tokenizers.Normalizers;
using ReasoningGrains.Models.Tokenizers.PreTokenizers;
using ReasoningGrains.Models.Tokenizers.Vocabularies;

namespace ReasoningGrains.Models.Tokenizers;

/// <summary>What a <see cref="BytePairTokenizer"/> is made of, whichever file it came from.</summary>
internal sealed record BytePairTokenizerParts
{
    public required Vocabulary Vocabulary { get; init; }

    public required IReadOnlyList<AddedToken> AddedTokens { get; init; }

    public INormalizer? Normalizer { get; init; }

    public required IPreTokenizer PreTokenizer { get; init; }

    public required IWordEncoder Words { get; init; }

    public int? BeginOfText { get; init; }

    public required IReadOnlySet<int> EndOfTurn { get; init; }

    public bool PrefixesSpace { get; init; }
}
