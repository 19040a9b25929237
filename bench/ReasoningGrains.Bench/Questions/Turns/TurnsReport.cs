using Spectre.Console;

namespace ReasoningGrains.Bench.Questions.Turns;

/// <param name="Profile">Of attention.</param>
/// <param name="Turns">That ended well, of the windows.</param>
/// <param name="TokensOfTurn">Half of them said by the user, half generated.</param>
/// <param name="Stopped">Why there are no more turns; null when there are all.</param>
/// <param name="Windows">Medians of their turns.</param>
/// <param name="LastToYoung">Time of a turn of the last window by that of the young conversation beside it.</param>
/// <param name="MemoryBytes">Of the whole process at the end.</param>
/// <param name="PeakMemoryBytes">The most it was.</param>
/// <param name="StorageBytes">Journals and snapshots at the end.</param>
internal sealed record TurnsReport(string Profile, int Turns, int TokensOfTurn, string? Stopped, IReadOnlyList<TurnWindow> Windows, double LastToYoung, long MemoryBytes, long PeakMemoryBytes, long StorageBytes) : Report("turns")
{
    public static TurnsReport Of(string profile, IReadOnlyList<TurnWindow> windows, int tokens, string? stopped, long memory, long peakMemory, long storage) => windows.Count == 0
        ? throw new InvalidOperationException($"Not even the first {TurnWindow.FewestTurns} turns ended well. {stopped}")
        : new TurnsReport(profile, windows[^1].Last, tokens, stopped, windows, windows[^1].ToYoung, memory, peakMemory, storage);

    public override void Print()
    {
        var table = new Table().AddColumns("turns", "by turns 6-15", "turn, ms", "first token, ms", "a token, ms", "context", "cached");
        foreach (var w in Windows)
        {
            table.AddRow($"{w.First}-{w.Last}", $"{w.ToYoung:f2}", Pair(w.Long.TurnMs, w.Young.TurnMs, "f0"), Pair(w.Long.FirstTokenMs, w.Young.FirstTokenMs, "f0"), Pair(w.Long.TokenMs, w.Young.TokenMs, "f2"), $"{w.Long.InputTokens}", $"{w.Long.CachedTokens}");
        }

        AnsiConsole.Write(table.Caption("beside each of its turns one of turns 6-15 of a new conversation, three of them a window: the second numbers"));
        AnsiConsole.MarkupLineInterpolated($"memory {MemoryBytes >> 20} MB, at most {PeakMemoryBytes >> 20} MB; journals and snapshots {StorageBytes / 1024.0 / 1024:f1} MB");
        if (Stopped is not null)
        {
            AnsiConsole.MarkupLineInterpolated($"{Stopped}");
        }
    }

    private static string Pair(double here, double young, string format) => $"{here.ToString(format, null)} / {young.ToString(format, null)}";
}
