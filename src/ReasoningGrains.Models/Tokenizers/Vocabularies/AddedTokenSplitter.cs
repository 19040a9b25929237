namespace ReasoningGrains.Models.Tokenizers.Vocabularies;

/// <summary>A stretch of text between added tokens, or one added token.</summary>
internal readonly record struct TextSegment(string Text, AddedToken? Token);

/// <summary>Cuts text at added tokens.</summary>
internal sealed class AddedTokenSplitter(IReadOnlyCollection<AddedToken> tokens)
{
    private readonly AddedTokenTrie all = new(tokens);
    private readonly AddedTokenTrie unguarded = new(tokens.Where(token => !token.Guarded));

    /// <param name="text">The text to cut.</param>
    /// <param name="guarded">True finds every token, false only those that are part of plain text.</param>
    public IEnumerable<TextSegment> Split(string text, bool guarded)
    {
        var trie = guarded ? all : unguarded;
        var done = 0;
        while (trie.Find(text, done, out var start) is { } token)
        {
            var end = start + token.Text.Length;
            for (; token.StripLeft && start > done && char.IsWhiteSpace(text[start - 1]); start--)
            {
            }

            for (; token.StripRight && end < text.Length && char.IsWhiteSpace(text[end]); end++)
            {
            }

            if (start > done)
            {
                yield return new TextSegment(text[done..start], null);
            }

            yield return new TextSegment(token.Text, token);
            done = end;
        }

        if (done < text.Length)
        {
            yield return new TextSegment(text[done..], null);
        }
    }
}
