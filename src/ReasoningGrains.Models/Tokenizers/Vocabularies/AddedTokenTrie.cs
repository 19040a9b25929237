using System.Buffers;

namespace ReasoningGrains.Models.Tokenizers.Vocabularies;

/// <summary>Finds added tokens in a text: the leftmost, and of those that start there the longest.</summary>
internal sealed class AddedTokenTrie
{
    private readonly Dictionary<(int Node, char Next), int> edges = [];
    private readonly List<AddedToken?> nodes = [null];
    private readonly SearchValues<char> firstCharacters;

    public AddedTokenTrie(IEnumerable<AddedToken> tokens)
    {
        foreach (var token in tokens)
        {
            var node = 0;
            foreach (var character in token.Text)
            {
                if (!edges.TryGetValue((node, character), out var next))
                {
                    next = nodes.Count;
                    nodes.Add(null);
                    edges.Add((node, character), next);
                }

                node = next;
            }

            nodes[node] = token;
        }

        firstCharacters = SearchValues.Create(edges.Keys.Where(edge => edge.Node == 0).Select(edge => edge.Next).ToArray());
    }

    /// <summary>The first token at or after <paramref name="from"/>, or null.</summary>
    public AddedToken? Find(ReadOnlySpan<char> text, int from, out int start)
    {
        for (start = from; start < text.Length; start++)
        {
            var skip = text[start..].IndexOfAny(firstCharacters);
            if (skip < 0)
            {
                break;
            }

            start += skip;
            if (At(text[start..]) is { } token)
            {
                return token;
            }
        }

        start = text.Length;
        return null;
    }

    /// <summary>The longest token that the text begins with, or null.</summary>
    public AddedToken? At(ReadOnlySpan<char> text)
    {
        var (node, longest) = (0, (AddedToken?)null);
        foreach (var character in text)
        {
            if (!edges.TryGetValue((node, character), out node))
            {
                break;
            }

            longest = nodes[node] ?? longest;
        }

        return longest;
    }
}
