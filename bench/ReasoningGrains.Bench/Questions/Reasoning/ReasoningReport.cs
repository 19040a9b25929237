using Spectre.Console;

namespace ReasoningGrains.Bench.Questions.Reasoning;

/// <param name="Model">Name.</param>
/// <param name="Seed">Of cases and chains.</param>
/// <param name="Temperature">Of the sampled chains.</param>
/// <param name="MaxTokens">Of an answer, its reasoning included.</param>
/// <param name="Batch">Conversations held at once: seconds of an answer are beside so many others.</param>
/// <param name="Threads">That computed.</param>
/// <param name="Together">The questions of all tasks were asked at the end of the same conversations.</param>
/// <param name="Rows">One a length and profile.</param>
internal sealed record ReasoningReport(string Model, int Seed, float Temperature, int MaxTokens, int Batch, int Threads, bool Together, IReadOnlyList<ReasoningRow> Rows) : Report("reasoning")
{
    public override void Print()
    {
        AnsiConsole.Write(Lengths());
        foreach (var length in Rows.Where(r => r.All is not null).GroupBy(r => r.Length))
        {
            AnsiConsole.Write(Tasks([.. length]));
        }

        foreach (var row in Rows)
        {
            if (row.Effort is { } effort)
            {
                AnsiConsole.Write(Efforts(row, effort));
            }

            foreach (var wrong in row.Wrong)
            {
                // As plain text: a console's width would break it into pieces.
                Console.WriteLine($"{row.Name}, {wrong.Task} {wrong.Number}: {wrong.Question}\n  right: {wrong.Right}\n  said:  {wrong.Said}");
            }
        }
    }

    private Table Lengths()
    {
        var table = new Table().AddColumns("", "tokens", "right, % (95 %)", "s", "said", "reasoned");
        foreach (var row in Rows)
        {
            if (row.All is { } all)
            {
                table.AddRow(row.Name, $"{row.Tokens:f0}", $"{all.Accuracy}", $"{all.Seconds:f2}", $"{all.Tokens:f1}", $"{all.ThinkTokens:f1}");
            }
            else
            {
                table.AddRow(row.Name, "", "beyond the window");
            }
        }

        var notes = Rows.Where(r => r.LeftOut is not null).Select(r => $"{r.Name}: {r.LeftOut}");
        return table.Caption(string.Join('\n', notes.Prepend($"of an answer: seconds with {Batch} conversations at once, tokens said, of them reasoning")));
    }

    private Table Tasks(IReadOnlyList<ReasoningRow> rows)
    {
        var table = new Table().Title($"{rows[0].Length} tokens, right in % (95 %)").AddColumns(["task", .. rows.Select(r => r.Profile)]);
        foreach (var task in rows.SelectMany(r => r.Tasks.Select(t => t.Task)).Distinct())
        {
            table.AddRow([task, .. rows.Select(r => r.Tasks.FirstOrDefault(t => t.Task == task)?.Accuracy.ToString() ?? "")]);
        }

        table.AddRow(["recalled", .. rows.Select(r => r.Recalled?.Accuracy.ToString() ?? "")]);
        return table.AddRow(["all", .. rows.Select(r => r.All!.Accuracy.ToString())])
            .Caption($"recalled: those that need what other turns told{(Together ? "; the intervals of both are of the conversations' means" : "")}");
    }

    private static Table Efforts(ReasoningRow row, EffortScore effort)
    {
        var table = new Table().Title($"{row.Name}: sampled chains that vote").AddColumns("", "right, % (95 %)", "over one", "s", "said", "found, %");
        table.AddRow("greedy", $"{row.All!.Accuracy}", "", $"{row.All.Seconds:f2}", $"{row.All.Tokens:f1}");
        table.AddRow("one chain", $"{effort.Chain}");
        foreach (var vote in effort.Votes)
        {
            table.AddRow($"vote of {vote.Chains}", $"{vote.Accuracy}", $"{100 * vote.Gain:+0.0;-0.0} ± {100 * vote.GainError:f1}", $"{vote.Seconds:f2}", $"{vote.Tokens:f1}", $"{100 * vote.Cached:f0}");
        }

        return table.Caption("over one: points above the mean of one chain; found: share of the context whose blocks a chain shares, the least");
    }
}
