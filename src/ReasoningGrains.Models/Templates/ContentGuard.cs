using System.Buffers;
using ReasoningGrains.Models.Tokenizers.Vocabularies;

namespace ReasoningGrains.Models.Templates;

/// <summary>
/// Keeps spellings of special tokens in a message's content from becoming those tokens: before rendering, the first character of each is covered by a Unicode noncharacter
/// of the same length, and uncovered once the template's own special tokens were found.
/// </summary>
internal sealed class ContentGuard
{
    private const char FirstCover = '\uFDD0';
    private const char LastCover = '\uFDEF';
    private readonly AddedTokenTrie everything;
    private readonly AddedTokenTrie control;
    private readonly char[] covered;
    private readonly SearchValues<char> suspects;

    public ContentGuard(IEnumerable<AddedToken> tokens)
    {
        var guarded = tokens.ToArray();
        everything = new AddedTokenTrie(guarded);
        control = new AddedTokenTrie(guarded.Where(token => token.Kind == TokenKind.Control));
        covered = [.. guarded.Select(token => token.Text[0]).Distinct()];
        if (covered.Length > LastCover - FirstCover + 1)
        {
            throw new ModelFormatException($"The tokenizer's special tokens begin with {covered.Length} different characters; allowed: {LastCover - FirstCover + 1}.");
        }

        suspects = SearchValues.Create([.. covered, .. Enumerable.Range(FirstCover, LastCover - FirstCover + 1).Select(c => (char)c)]);
    }

    /// <summary>A model's own earlier words keep their markup, such as <c>&lt;/think&gt;</c>, which templates look for; control tokens are covered in all.</summary>
    public ChatMessage Cover(ChatMessage message)
    {
        var trie = message.Role == "assistant" ? control : everything;
        return !HasSuspects(message.Role) && !HasSuspects(message.Content) && !HasSuspects(message.Reasoning)
            ? message
            : message with { Role = Cover(message.Role, everything), Content = Cover(message.Content, trie), Reasoning = message.Reasoning is { } reasoning ? Cover(reasoning, trie) : null };
    }

    public string Uncover(string text) => text.AsSpan().IndexOfAnyInRange(FirstCover, LastCover) < 0
        ? text
        : string.Create(text.Length, text, (result, source) =>
        {
            for (var i = 0; i < result.Length; i++)
            {
                var place = source[i] - FirstCover;
                result[i] = place >= 0 && place < covered.Length ? covered[place] : source[i];
            }
        });

    private bool HasSuspects(string? text) => text.AsSpan().ContainsAny(suspects);

    private string Cover(string text, AddedTokenTrie trie) => !HasSuspects(text) ? text : string.Create(text.Length, text, (result, source) =>
    {
        for (var i = 0; i < result.Length; i++)
        {
            // Noncharacters are not for interchange; what is not text becomes U+FFFD.
            result[i] = !suspects.Contains(source[i]) ? source[i]
                : source[i] is >= FirstCover and <= LastCover ? '\uFFFD'
                : trie.At(source.AsSpan(i)) is not null ? (char)(FirstCover + Array.IndexOf(covered, source[i]))
                : source[i];
        }
    });
}
