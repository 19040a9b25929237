using System.Text;

namespace ReasoningGrains.Models.Tokenizers;

/// <summary>Turns a stream of tokens into text; holds back the bytes of an unfinished UTF-8 character until the token that completes it.</summary>
/// <param name="tokenizer">Spells the tokens.</param>
/// <param name="atStart">The first token begins an answer: the space that <see cref="ITokenizer.PrefixesSpace"/> speaks of is left out.</param>
public sealed class TokenDecoder(ITokenizer tokenizer, bool atStart = true)
{
    private readonly Decoder decoder = Encoding.UTF8.GetDecoder();
    private char[] characters = new char[64];
    private bool prefixPending = atStart && tokenizer.PrefixesSpace;

    /// <summary>The text that the token adds; empty while a character is unfinished.</summary>
    public string Append(int token)
    {
        var bytes = tokenizer.Bytes(token).Span;
        var room = Encoding.UTF8.GetMaxCharCount(bytes.Length + 4);
        if (characters.Length < room)
        {
            characters = new char[room];
        }

        var count = decoder.GetChars(bytes, characters, flush: false);
        return Text(count);
    }

    /// <summary>What is left at the end: U+FFFD for an unfinished character, else empty.</summary>
    public string Flush()
    {
        var count = decoder.GetChars([], characters, flush: true);
        return Text(count);
    }

    private string Text(int count)
    {
        if (count == 0)
        {
            return "";
        }

        var skip = prefixPending && characters[0] == ' ' ? 1 : 0;
        prefixPending = false;
        return new string(characters, skip, count - skip);
    }
}
