namespace ReasoningGrains.Models.Tokenizers.PreTokenizers;

/// <summary>Where <see cref="Metaspace"/> puts its mark before the text.</summary>
internal enum PrependScheme
{
    Always,
    First,
    Never,
}

/// <summary>Marks spaces, and cuts before each mark when <paramref name="split"/> is set (<c>Metaspace</c> of Hugging Face's tokenizers).</summary>
internal sealed class Metaspace(char mark, PrependScheme scheme, bool split) : IPreTokenizer
{
    public void Split(ReadOnlyMemory<char> text, bool atStart, List<ReadOnlyMemory<char>> words)
    {
        var marked = text.ToString().Replace(' ', mark);
        var prepends = scheme == PrependScheme.Always || (scheme == PrependScheme.First && atStart);
        if (prepends && marked.Length > 0 && marked[0] != mark)
        {
            marked = mark + marked;
        }

        if (!split)
        {
            words.Add(marked.AsMemory());
            return;
        }

        for (var start = 0; start < marked.Length;)
        {
            var next = marked.IndexOf(mark, start + 1);
            var end = next < 0 ? marked.Length : next;
            words.Add(marked.AsMemory(start, end - start));
            start = end;
        }
    }
}
