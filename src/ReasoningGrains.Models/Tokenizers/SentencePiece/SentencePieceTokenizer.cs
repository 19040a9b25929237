using ReasoningGrains.Models.Tokenizers.BytePairs;
using ReasoningGrains.Models.Tokenizers.Normalizers;
using ReasoningGrains.Models.Tokenizers.PreTokenizers;
using ReasoningGrains.Models.Tokenizers.Vocabularies;

namespace ReasoningGrains.Models.Tokenizers.SentencePiece;

/// <summary>
/// SentencePiece's BPE with byte fallback. Not Microsoft.ML.Tokenizers' own: that one does not take the leftmost of equal scores, so its ids differ from SentencePiece's.
/// </summary>
internal static class SentencePieceTokenizer
{
    public static BytePairTokenizer Create(SentencePieceVocabulary file)
    {
        TokenKind[] kinds = [.. file.Kinds.Select((kind, id) => kind == TokenKind.UserDefined && AddedToken.LooksLikeControl(file.Pieces[id]) ? TokenKind.Control : kind)];
        var vocabulary = new Vocabulary(file.Pieces, kinds, CharacterWords.Decode);
        return new BytePairTokenizer(new BytePairTokenizerParts
        {
            Vocabulary = vocabulary,
            AddedTokens =
            [
                .. Enumerable.Range(0, kinds.Length)
                    .Where(id => kinds[id] is TokenKind.Control or TokenKind.UserDefined && file.Pieces[id].Length > 0)
                    .Select(id => new AddedToken(id, file.Pieces[id], kinds[id])),
            ],
            Normalizer = new SpaceEscape(file.AddSpacePrefix, file.RemoveExtraSpaces),
            PreTokenizer = new PreTokenizerSequence([]),
            Words = new CharacterWords(vocabulary, ScoredMerges.Of(vocabulary, file.Scores), UnknownToken(kinds), byteFallback: true, fuseUnknown: true),
            BeginOfText = file.BeginOfText,
            EndOfTurn = TurnEnders.Of(file.Ends, spelling => vocabulary.Id(spelling) is >= 0 and var id && vocabulary.Kind(id) == TokenKind.Control ? id : null),
            PrefixesSpace = file.AddSpacePrefix,
        });
    }

    private static int? UnknownToken(TokenKind[] kinds) => Array.IndexOf(kinds, TokenKind.Unknown) is >= 0 and var id ? id : null;
}
