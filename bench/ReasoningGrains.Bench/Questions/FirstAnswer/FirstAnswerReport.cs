using Spectre.Console;

namespace ReasoningGrains.Bench.Questions.FirstAnswer;

/// <param name="Model">That answered.</param>
/// <param name="Asked">The question.</param>
/// <param name="First">Starts that compile the model.</param>
/// <param name="Later">Starts that find it compiled.</param>
internal sealed record FirstAnswerReport(string Model, string Asked, FirstAnswerRow First, FirstAnswerRow Later) : Report("first-answer")
{
    public override void Print()
    {
        var table = new Table().AddColumns($"{Model}, from the start of the process", "ready, ms", "answered, ms", "rounds, ms");
        foreach (var row in new[] { First, Later })
        {
            table.AddRow(row.What, $"{row.ReadyMs:f0}", $"{row.AnsweredMs:f0}", string.Join(", ", row.Rounds.Select(r => $"{r.AnsweredMs:f0}")));
        }

        AnsiConsole.Write(table);
    }
}

/// <summary>Medians.</summary>
/// <param name="What">The case.</param>
/// <param name="AnsweredMs">Until the whole answer had come over HTTP.</param>
/// <param name="ReadyMs">Until the server said that it was ready.</param>
/// <param name="Rounds">Raw.</param>
internal sealed record FirstAnswerRow(string What, double AnsweredMs, double ReadyMs, IReadOnlyList<FirstAnswerRound> Rounds)
{
    public static FirstAnswerRow Of(string what, IReadOnlyList<FirstAnswerRound> rounds)
        => new(what, rounds.Select(r => r.AnsweredMs).Median(), rounds.Select(r => r.ReadyMs).Median(), rounds);
}

/// <summary>One start; times from it.</summary>
/// <param name="AnsweredMs">Until the whole answer had come over HTTP.</param>
/// <param name="ReadyMs">Until the server said that it was ready.</param>
/// <param name="Tokens">Of the answer.</param>
internal sealed record FirstAnswerRound(double AnsweredMs, double ReadyMs, int Tokens);
