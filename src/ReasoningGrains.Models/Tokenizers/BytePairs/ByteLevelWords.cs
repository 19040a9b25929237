using System.Buffers;
using System.Text;
using ReasoningGrains.Models.Tokenizers.Vocabularies;

namespace ReasoningGrains.Models.Tokenizers.BytePairs;

/// <summary>Byte-level BPE: a word's symbols are its UTF-8 bytes.</summary>
internal sealed class ByteLevelWords : IWordEncoder
{
    private readonly Vocabulary vocabulary;
    private readonly bool wholeWordsFirst;
    private readonly int[] byteTokens = new int[256];

    /// <param name="vocabulary">Spelled in <see cref="ByteAlphabet"/>.</param>
    /// <param name="merges">Its merges.</param>
    /// <param name="wholeWordsFirst">A word that is a token is that token, whatever the merges say (<c>ignore_merges</c>, Llama 3).</param>
    public ByteLevelWords(Vocabulary vocabulary, MergeTable merges, bool wholeWordsFirst)
    {
        this.vocabulary = vocabulary;
        this.wholeWordsFirst = wholeWordsFirst;
        Merges = merges;
        for (var value = 0; value < 256; value++)
        {
            byteTokens[value] = vocabulary.Id([ByteAlphabet.Character((byte)value)]);
        }
    }

    public MergeTable Merges { get; }

    public void Encode(ReadOnlySpan<char> word, BytePairMerger merger, List<int> output)
    {
        var room = Encoding.UTF8.GetMaxByteCount(word.Length);
        var bytes = ArrayPool<byte>.Shared.Rent(room);
        var symbols = ArrayPool<int>.Shared.Rent(room);
        try
        {
            var length = Encoding.UTF8.GetBytes(word, bytes);
            if (wholeWordsFirst && WholeWord(bytes.AsSpan(0, length)) is >= 0 and var token)
            {
                output.Add(token);
                return;
            }

            var count = 0;
            foreach (var value in bytes.AsSpan(0, length))
            {
                // Like tokenizers and llama.cpp: a byte that the vocabulary lacks is left out.
                if (byteTokens[value] >= 0)
                {
                    symbols[count++] = byteTokens[value];
                }
            }

            merger.Merge(symbols.AsSpan(0, count), output);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(bytes);
            ArrayPool<int>.Shared.Return(symbols);
        }
    }

    private int WholeWord(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length > 256)
        {
            return -1;
        }

        Span<char> spelling = stackalloc char[bytes.Length];
        for (var i = 0; i < bytes.Length; i++)
        {
            spelling[i] = ByteAlphabet.Character(bytes[i]);
        }

        // What a user writes never becomes a control token, whatever the words are cut at.
        return vocabulary.Id(spelling) is >= 0 and var id && vocabulary.Kind(id) is TokenKind.Normal or TokenKind.UserDefined ? id : -1;
    }
}
