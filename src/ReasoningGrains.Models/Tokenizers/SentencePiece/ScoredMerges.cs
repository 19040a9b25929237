using ReasoningGrains.Models.Tokenizers.BytePairs;
using ReasoningGrains.Models.Tokenizers.Vocabularies;

namespace ReasoningGrains.Models.Tokenizers.SentencePiece;

/// <summary>The merges that SentencePiece's scores imply: two pieces merge when together they are a piece, best score first.</summary>
internal static class ScoredMerges
{
    private const int LongestPiece = 1024;

    public static MergeTable Of(Vocabulary vocabulary, float[] scores)
    {
        var ranks = scores.Distinct().OrderDescending().Select((score, rank) => (score, rank)).ToDictionary(entry => entry.score, entry => entry.rank);
        var table = new MergeTable(vocabulary.Count);
        for (var id = 0; id < vocabulary.Count; id++)
        {
            var piece = vocabulary.Spelling(id);
            if (vocabulary.Kind(id) != TokenKind.Normal)
            {
                continue;
            }

            if (piece.Length > LongestPiece)
            {
                throw new ModelFormatException($"Token {id} of the tokenizer has {piece.Length} characters; allowed: {LongestPiece}.");
            }

            for (var cut = 1; cut < piece.Length; cut++)
            {
                var (left, right) = (Side(piece.AsSpan(0, cut)), Side(piece.AsSpan(cut)));
                if (left >= 0 && right >= 0)
                {
                    table.Add(left, right, new Merge(ranks[scores[id]], id));
                }
            }
        }

        return table;

        int Side(ReadOnlySpan<char> piece) => vocabulary.Id(piece) is >= 0 and var id && vocabulary.Kind(id) == TokenKind.Normal ? id : -1;
    }
}
