using ReasoningGrains.Models.Tokenizers;
using ReasoningGrains.Models.Tokenizers.Vocabularies;

namespace ReasoningGrains.Models.Templates;

/// <summary>Encodes a rendered text piece by piece between its special tokens, which gives the ids of the whole: a tokenizer cuts text there before all else.</summary>
internal sealed class ChatEncoder(BytePairTokenizer tokenizer, ContentGuard guard)
{
    private readonly AddedTokenTrie special = new(tokenizer.GuardedTokens.Where(token => !token.Normalized));

    public EncodedChat Encode(RenderedChat rendered, EncodedChat? former)
    {
        var text = rendered.Text;
        var boundaries = Shared(text, former);
        var kept = boundaries is [.., var last] ? last : default;
        var (start, end) = (kept.Start, kept.End);
        List<int> added = [];
        while (special.Find(text, end, out var at) is { } token)
        {
            end = at + token.Text.Length;
            var piece = Encode(text[start..end]);
            // Another added token may have swallowed this one's beginning: then it is no boundary.
            if (piece is [.. var before, var id] && id == token.Id)
            {
                added.AddRange(before);
                boundaries.Add(new ChatBoundary(at, end, kept.Tokens + added.Count));
                start = at;
            }
        }

        added.AddRange(Encode(text[start..]));
        // Of a long conversation this is long: it is made once, in its size.
        var ids = GC.AllocateUninitializedArray<int>(kept.Tokens + added.Count);
        former?.Tokens.Span[..kept.Tokens].CopyTo(ids);
        added.CopyTo(ids, kept.Tokens);
        return new EncodedChat(rendered, ids, boundaries);
    }

    private static List<ChatBoundary> Shared(string text, EncodedChat? former)
    {
        if (former is null)
        {
            return [];
        }

        var common = text.AsSpan().CommonPrefixLength(former.Text);
        return [.. former.Boundaries.TakeWhile(boundary => boundary.End <= common)];
    }

    private int[] Encode(string text) => tokenizer.Encode(text, parseSpecial: true, guard.Uncover);
}
