using Spectre.Console;

namespace ReasoningGrains.Bench.Questions.Far;

/// <param name="Profile">Of attention.</param>
/// <param name="Window">Tokens that the model was trained with.</param>
/// <param name="Rows">One a conversation.</param>
internal sealed record FarReport(string Profile, int Window, IReadOnlyList<FarRow> Rows) : Report("far")
{
    /// <summary>Mean loss at each length, shortest first, by that of the shortest.</summary>
    public IReadOnlyList<FarLength> Lengths
    {
        get
        {
            var lengths = Rows.GroupBy(r => r.Length).OrderBy(g => g.Key).Select(g => (Tokens: (int)g.Average(r => r.Tokens), Nll: g.Average(r => r.Nll))).ToList();
            return [.. lengths.Select(l => new FarLength(l.Tokens, l.Nll, l.Nll / lengths[0].Nll))];
        }
    }

    public override void Print()
    {
        var table = new Table().AddColumns("tokens", "loss of the quote, nat a token", "by the shortest");
        foreach (var length in Lengths)
        {
            table.AddRow($"{length.Tokens}", $"{length.Nll:f3}", $"{length.ToShortest:f2}");
        }

        AnsiConsole.Write(table);
    }
}

/// <param name="Case">Quote case of the evaluation.</param>
/// <param name="Length">Tokens that were asked for.</param>
/// <param name="Tokens">Of the whole conversation.</param>
/// <param name="Nll">Mean loss of a token of the quoted note.</param>
/// <param name="Seconds">To hold it.</param>
internal sealed record FarRow(int Case, int Length, int Tokens, double Nll, double Seconds);

/// <param name="Tokens">Mean.</param>
/// <param name="Nll">Mean over the cases.</param>
/// <param name="ToShortest">By the mean at the shortest length.</param>
internal sealed record FarLength(int Tokens, double Nll, double ToShortest);
