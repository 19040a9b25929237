using ReasoningGrains.Models.Tokenizers.BytePairs;
using ReasoningGrains.Models.Tokenizers.Normalizers;
using ReasoningGrains.Models.Tokenizers.PreTokenizers;
using ReasoningGrains.Models.Tokenizers.Vocabularies;

namespace ReasoningGrains.Models.Tokenizers;

/// <summary>Cuts text at added tokens, normalizes what is between, cuts it into words and merges each.</summary>
internal sealed class BytePairTokenizer : ITokenizer
{
    private readonly BytePairTokenizerParts parts;
    private readonly Dictionary<string, int> added;
    private readonly AddedTokenSplitter raw;
    private readonly AddedTokenSplitter normalized;

    public BytePairTokenizer(BytePairTokenizerParts parts)
    {
        this.parts = parts;
        added = parts.AddedTokens.DistinctBy(token => token.Text).ToDictionary(token => token.Text, token => token.Id, StringComparer.Ordinal);
        raw = new AddedTokenSplitter([.. parts.AddedTokens.Where(token => !token.Normalized)]);
        normalized = new AddedTokenSplitter([.. parts.AddedTokens.Where(token => token.Normalized)]);
    }

    public int VocabularySize => parts.Vocabulary.Count;

    public int? BeginOfText => parts.BeginOfText;

    public IReadOnlySet<int> EndOfTurn => parts.EndOfTurn;

    public bool PrefixesSpace => parts.PrefixesSpace;

    /// <summary>Added tokens that only a template may write.</summary>
    public IEnumerable<AddedToken> GuardedTokens => parts.AddedTokens.Where(token => token.Guarded);

    public int[] Encode(string text, bool parseSpecial) => Encode(text, parseSpecial, restore: null);

    /// <param name="text">The text to encode.</param>
    /// <param name="parseSpecial">Whether spellings of guarded tokens become tokens.</param>
    /// <param name="restore">Applied to the stretches between added tokens after these were found, or null.</param>
    public int[] Encode(string text, bool parseSpecial, Func<string, string>? restore)
    {
        var merger = new BytePairMerger(parts.Words.Merges);
        List<int> output = [];
        List<ReadOnlyMemory<char>> words = [];
        var atStart = true;
        foreach (var segment in Segments(WellFormedText.Of(text), parseSpecial))
        {
            if (segment.Token is { } token)
            {
                output.Add(token.Id);
                atStart = false;
                continue;
            }

            words.Clear();
            parts.PreTokenizer.Split((restore is null ? segment.Text : restore(segment.Text)).AsMemory(), atStart, words);
            foreach (var word in words)
            {
                parts.Words.Encode(word.Span, merger, output);
            }

            atStart = false;
        }

        return [.. output];
    }

    public ReadOnlyMemory<byte> Bytes(int id)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(id);
        return parts.Vocabulary.Bytes(id);
    }

    public int? SpecialToken(string text) => added.TryGetValue(text, out var id) ? id : null;

    public bool IsControl(int id) => (uint)id < (uint)parts.Vocabulary.Count && parts.Vocabulary.Kind(id) == TokenKind.Control;

    private IEnumerable<TextSegment> Segments(string text, bool guarded)
    {
        foreach (var segment in raw.Split(text, guarded))
        {
            if (segment.Token is not null)
            {
                yield return segment;
                continue;
            }

            var rewritten = parts.Normalizer is { } normalizer ? normalizer.Normalize(segment.Text) : segment.Text;
            foreach (var inner in normalized.Split(rewritten, guarded))
            {
                yield return inner;
            }
        }
    }
}
