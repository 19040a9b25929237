using Spectre.Console;

namespace ReasoningGrains.Bench.Questions.Turns;

/// <param name="Profile">Of attention.</param>
/// <param name="Turns">That ended well.</param>
/// <param name="TokensOfTurn">Half of them said by the user, half generated.</param>
/// <param name="Stopped">Why there are no more turns; null when there are all.</param>
/// <param name="Windows">Medians of ten turns each.</param>
/// <param name="LastToFirst">Time of a turn of the last window by that of the first.</param>
/// <param name="MemoryBytes">Of the whole process at the end.</param>
/// <param name="PeakMemoryBytes">The most it was.</param>
/// <param name="StorageBytes">Journal and snapshots at the end.</param>
internal sealed record TurnsReport(string Profile, int Turns, int TokensOfTurn, string? Stopped, IReadOnlyList<TurnWindow> Windows, double LastToFirst, long MemoryBytes, long PeakMemoryBytes, long StorageBytes) : Report("turns")
{
    /// <summary>Turns that the first window and the last one take: fewer do not make two.</summary>
    public const int FewestTurns = 25;

    private const int WindowTurns = 10;
    private static readonly int[] Ends = [15, 55, 105, 255, 505, 1005, 2505, 5005];

    public static TurnsReport Of(string profile, IReadOnlyList<TurnTime> times, int tokens, string? stopped, long memory, long peakMemory, long storage)
    {
        if (times.Count < FewestTurns)
        {
            throw new InvalidOperationException($"Only {times.Count} turns ended well. {stopped}");
        }

        int[] ends = [.. Ends.TakeWhile(e => e <= times.Count - WindowTurns), times.Count];
        var windows = ends.Select(e => TurnWindow.Of(e - WindowTurns + 1, [.. times.Take(e).TakeLast(WindowTurns)])).ToList();
        return new TurnsReport(profile, times.Count, tokens, stopped, windows, windows[^1].TurnMs / windows[0].TurnMs, memory, peakMemory, storage);
    }

    public override void Print()
    {
        var table = new Table().AddColumns("turns", "turn, ms", "first token, ms", "a token, ms", "context", "cached");
        foreach (var window in Windows)
        {
            table.AddRow($"{window.First}-{window.Last}", $"{window.TurnMs:f1}", $"{window.FirstTokenMs:f1}", $"{window.TokenMs:f2}", $"{window.InputTokens}", $"{window.CachedTokens}");
        }

        AnsiConsole.Write(table);
        AnsiConsole.MarkupLineInterpolated($"last / first {LastToFirst:f2}; memory {MemoryBytes >> 20} MB, at most {PeakMemoryBytes >> 20} MB; journal and snapshots {StorageBytes / 1024.0 / 1024:f1} MB");
        if (Stopped is not null)
        {
            AnsiConsole.MarkupLineInterpolated($"{Stopped}");
        }
    }
}

/// <summary>Medians.</summary>
/// <param name="First">Turn, from 1.</param>
/// <param name="Last">Turn.</param>
/// <param name="TurnMs">From asking to the journalled end.</param>
/// <param name="FirstTokenMs">From asking to the first text.</param>
/// <param name="TokenMs">Between the texts of two tokens.</param>
/// <param name="InputTokens">Context before the answer.</param>
/// <param name="CachedTokens">Of them found in the pool.</param>
internal sealed record TurnWindow(int First, int Last, double TurnMs, double FirstTokenMs, double TokenMs, int InputTokens, int CachedTokens)
{
    public static TurnWindow Of(int first, IReadOnlyList<TurnTime> turns) => new(
        first,
        first + turns.Count - 1,
        turns.Select(t => t.TurnMs).Median(),
        turns.Select(t => t.FirstTokenMs).Median(),
        turns.Select(t => t.TokenMs).Median(),
        (int)turns.Select(t => (double)t.InputTokens).Median(),
        (int)turns.Select(t => (double)t.CachedTokens).Median());
}
