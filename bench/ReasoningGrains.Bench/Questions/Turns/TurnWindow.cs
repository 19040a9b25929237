namespace ReasoningGrains.Bench.Questions.Turns;

/// <summary>Some turns of the long conversation, alternating with those of several that have just begun: of ten neighbours alone the median moves by a twentieth.</summary>
/// <param name="First">Turn of the long conversation, from 1.</param>
/// <param name="Last">Turn of the long conversation.</param>
/// <param name="Long">Medians of its turns.</param>
/// <param name="Young">Medians of the others'.</param>
/// <param name="ToYoung">Median of the ratios of neighbours.</param>
internal sealed record TurnWindow(int First, int Last, TurnTime Long, TurnTime Young, double ToYoung)
{
    /// <summary>Young conversations of a window, one after another.</summary>
    public const int YoungConversations = 3;

    /// <summary>Of each of them.</summary>
    public const int TurnsOfYoung = 10;

    /// <summary>Of each of them before its first that counts.</summary>
    public const int TurnsBefore = 5;

    /// <summary>Of a window.</summary>
    public const int Turns = YoungConversations * TurnsOfYoung;

    /// <summary>Of a conversation with one window.</summary>
    public const int FewestTurns = Turns + TurnsOfYoung + TurnsBefore;

    private static readonly int[] Usual = [55, 105, 255, 505, 1005, 2505, 5005];

    /// <summary>Last turns of the windows of a conversation of so many turns.</summary>
    public static IEnumerable<int> Ends(int turns) => [.. Usual.TakeWhile(end => end <= turns - Turns), turns];

    public static TurnWindow Of(int last, IReadOnlyList<TurnTime> all, IReadOnlyList<TurnTime> young)
    {
        TurnTime[] here = [.. all.TakeLast(Turns)], there = [.. young.TakeLast(Turns)];
        return new TurnWindow(last - Turns + 1, last, Median(here), Median(there), here.Zip(there, (a, b) => a.TurnMs / b.TurnMs).Median());
    }

    private static TurnTime Median(TurnTime[] turns) => new(
        turns.Select(t => t.TurnMs).Median(),
        turns.Select(t => t.FirstTokenMs).Median(),
        turns.Select(t => t.TokenMs).Median(),
        (int)turns.Select(t => (double)t.InputTokens).Median(),
        (int)turns.Select(t => (double)t.CachedTokens).Median());
}
