namespace ReasoningGrains.Attention.Routing;

/// <summary>
/// Which active blocks of a head rest: most that are negligible to a few tokens are so to those that follow too, and their keys need not be read to know it.
/// One in turn of those that rest is looked at by each token, and what lies just behind a block that the token before attended: what is read on comes to it next.
/// </summary>
/// <param name="idle">[active blocks]: tokens to which each was negligible, one after another.</param>
/// <param name="active">Numbers of the active blocks.</param>
internal readonly ref struct RestingBlocks(Span<byte> idle, ReadOnlySpan<int> active)
{
    /// <summary>Tokens to which a block was negligible before it rests.</summary>
    private const int After = 3;

    /// <summary>Tokens of which one looks at it.</summary>
    private const int Every = 4;

    private readonly Span<byte> idle = idle;
    private readonly ReadOnlySpan<int> active = active;

    /// <summary>Whether a token does without looking at a block.</summary>
    /// <param name="entry">Among the active blocks; not the first.</param>
    /// <param name="position">The token's.</param>
    public bool Rests(int entry, int position)
        => entry < active.Length && idle[entry] >= After && (position + entry) % Every != 0 && !(idle[entry - 1] == 0 && active[entry - 1] == active[entry] - 1);

    /// <summary>Keeps what a token found that looked at a block.</summary>
    public void Note(int entry, bool isNegligible)
    {
        if (entry < active.Length)
        {
            idle[entry] = isNegligible ? (byte)Math.Min(idle[entry] + 1, After) : (byte)0;
        }
    }
}
