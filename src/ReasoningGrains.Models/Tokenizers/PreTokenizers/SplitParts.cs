namespace ReasoningGrains.Models.Tokenizers.PreTokenizers;

/// <summary>Puts matches and what stands between them together as a <see cref="SplitBehavior"/> says.</summary>
internal ref struct SplitParts(ReadOnlyMemory<char> text, SplitBehavior behavior, List<ReadOnlyMemory<char>> words)
{
    private int start;
    private int end;
    private bool openIsMatch;

    /// <summary>Adds the next part of the text; an empty one is ignored.</summary>
    public void Add(int from, int to, bool isMatch)
    {
        if (from == to)
        {
            return;
        }

        if (!Joins(isMatch))
        {
            Finish();
            start = from;
        }

        end = to;
        openIsMatch = isMatch;
        if (isMatch && behavior == SplitBehavior.Removed)
        {
            start = end;
        }
    }

    /// <summary>Hands out the word that is still open.</summary>
    public void Finish()
    {
        if (end > start)
        {
            words.Add(text[start..end]);
        }

        start = end;
    }

    private readonly bool Joins(bool isMatch) => end > start && behavior switch
    {
        SplitBehavior.MergedWithPrevious => isMatch && !openIsMatch,
        SplitBehavior.MergedWithNext => !isMatch && openIsMatch,
        SplitBehavior.Contiguous => isMatch == openIsMatch,
        _ => false,
    };
}
