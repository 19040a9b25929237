using System.Text;

namespace ReasoningGrains.Models.Tokenizers;

/// <summary>Turns a stream of tokens into text; holds back the bytes of an unfinished UTF-8 character until the token that completes it.</summary>
public sealed class TokenDecoder(ITokenizer tokenizer)
{
    private readonly Decoder decoder = Encoding.UTF8.GetDecoder();
    private char[] characters = new char[64];

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
        return count == 0 ? "" : new string(characters, 0, count);
    }

    /// <summary>What is left at the end: U+FFFD for an unfinished character, else empty.</summary>
    public string Flush()
    {
        var count = decoder.GetChars([], characters, flush: true);
        return count == 0 ? "" : new string(characters, 0, count);
    }
}
