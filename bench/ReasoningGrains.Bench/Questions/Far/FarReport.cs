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
            var lengths = Rows.GroupBy(r => r.Length).OrderBy(g => g.Key).Select(g => (Tokens: (int)g.Average(r => r.Tokens), Nll: g.Average(r => r.Nll), Needles: g.SelectMany(r => r.Needles).ToList())).ToList();
            return [.. lengths.Select(l => new FarLength(l.Tokens, l.Nll, l.Nll / lengths[0].Nll, l.Needles.Count(n => n.Found), l.Needles.Count, l.Needles.Average(n => n.Nll)))];
        }
    }

    public override void Print()
    {
        var table = new Table().AddColumns("tokens", "loss of the quote, nat a token", "by the shortest", "codes found", "loss of a code, nat a token");
        foreach (var length in Lengths)
        {
            table.AddRow($"{length.Tokens}", $"{length.Nll:f3}", $"{length.ToShortest:f2}", $"{length.Found} of {length.Needles}", $"{length.NeedleNll:f3}");
        }

        AnsiConsole.Write(table);
    }
}

/// <param name="Case">Quote case of the evaluation.</param>
/// <param name="Length">Tokens that were asked for.</param>
/// <param name="Tokens">Of the whole conversation.</param>
/// <param name="Nll">Mean loss of a token of the quoted note.</param>
/// <param name="Needles">Codes that were told all along, oldest first.</param>
/// <param name="Seconds">To hold it and ask.</param>
internal sealed record FarRow(int Case, int Length, int Tokens, double Nll, IReadOnlyList<FarNeedle> Needles, double Seconds);

/// <param name="Depth">Where in the conversation it was told, of 1.</param>
/// <param name="Nll">Mean loss of a token of the code; one that was never told costs about ln 10 a digit.</param>
/// <param name="Found">The model says the code itself.</param>
internal sealed record FarNeedle(double Depth, double Nll, bool Found);

/// <param name="Tokens">Mean.</param>
/// <param name="Nll">Mean over the cases.</param>
/// <param name="ToShortest">By the mean at the shortest length.</param>
/// <param name="Found">Codes that the model says itself.</param>
/// <param name="Needles">Of so many.</param>
/// <param name="NeedleNll">Mean loss of a token of a code.</param>
internal sealed record FarLength(int Tokens, double Nll, double ToShortest, int Found, int Needles, double NeedleNll);
