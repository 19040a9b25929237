namespace ReasoningGrains.Models.Tokenizers.PreTokenizers;

/// <summary>Puts a space before text that has none (<c>add_prefix_space</c> of byte-level pre-tokenizers).</summary>
internal sealed class SpacePrefix : IPreTokenizer
{
    public void Split(ReadOnlyMemory<char> text, bool atStart, List<ReadOnlyMemory<char>> words) =>
        words.Add(text.Length > 0 && text.Span[0] != ' ' ? $" {text}".AsMemory() : text);
}
