using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using ReasoningGrains.Models.Tokenizers.Normalizers;
using ReasoningGrains.Models.Tokenizers.Vocabularies;

namespace ReasoningGrains.Models.Tokenizers.BytePairs;

/// <summary>BPE over characters, as SentencePiece has it; a character that is no token becomes its UTF-8 bytes (<c>&lt;0x0A&gt;</c>) or the unknown token.</summary>
internal sealed class CharacterWords : IWordEncoder
{
    private readonly Vocabulary vocabulary;
    private readonly int? unknown;
    private readonly bool fuseUnknown;
    private readonly int[]? byteTokens;

    public CharacterWords(Vocabulary vocabulary, MergeTable merges, int? unknown, bool byteFallback, bool fuseUnknown)
    {
        this.vocabulary = vocabulary;
        this.unknown = unknown;
        this.fuseUnknown = fuseUnknown;
        Merges = merges;
        int[] tokens = [.. Enumerable.Range(0, 256).Select(value => vocabulary.Id($"<0x{value:X2}>"))];
        byteTokens = byteFallback && tokens.All(token => token >= 0) ? tokens : null;
    }

    public MergeTable Merges { get; }

    /// <summary>The text of a piece.</summary>
    public static byte[] Decode(string piece, TokenKind kind) => piece.Length == 6 && piece.StartsWith("<0x", StringComparison.Ordinal) && piece[5] == '>'
        && byte.TryParse(piece.AsSpan(3, 2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var value)
        ? [value]
        : Encoding.UTF8.GetBytes(kind == TokenKind.UserDefined ? piece : piece.Replace(SpaceEscape.Mark, ' '));

    public void Encode(ReadOnlySpan<char> word, BytePairMerger merger, List<int> output)
    {
        List<int> symbols = new(word.Length);
        for (var i = 0; i < word.Length;)
        {
            var length = char.IsHighSurrogate(word[i]) && i + 1 < word.Length ? 2 : 1;
            var token = vocabulary.Id(word.Slice(i, length));
            if (token >= 0 && vocabulary.Kind(token) is TokenKind.Normal or TokenKind.UserDefined)
            {
                symbols.Add(token);
            }
            else
            {
                AddUnknown(word.Slice(i, length), symbols);
            }

            i += length;
        }

        merger.Merge(CollectionsMarshal.AsSpan(symbols), output);
    }

    private void AddUnknown(ReadOnlySpan<char> character, List<int> symbols)
    {
        if (byteTokens is not null)
        {
            Span<byte> bytes = stackalloc byte[4];
            foreach (var value in bytes[..Encoding.UTF8.GetBytes(character, bytes)])
            {
                symbols.Add(byteTokens[value]);
            }
        }
        else if (unknown is { } token && !(fuseUnknown && symbols.Count > 0 && symbols[^1] == token))
        {
            symbols.Add(token);
        }
    }
}
