namespace ReasoningGrains.Bench.Questions.FirstAnswer;

/// <summary>What somebody waits for who has just started the server: until the first answer has been said, the first time on a machine (the model is compiled) and later.</summary>
internal static class FirstAnswerTimes
{
    public static async Task<FirstAnswerReport> Run(string server, string? model, string question, int rounds)
    {
        var folder = Leftovers.Folder();
        try
        {
            var (first, later, name) = (new List<FirstAnswerRound>(), new List<FirstAnswerRound>(), "");
            for (var round = 0; round < rounds; round++)
            {
                // The later start finds the graph that the first one compiled.
                var cache = Path.Combine(folder, $"cache-{round}");
                foreach (var (times, data) in new[] { (first, $"first-{round}"), (later, $"later-{round}") })
                {
                    string[] settings = ["--Storage:Directory", Path.Combine(folder, data), "--Model:Cache", cache, .. model is null ? Array.Empty<string>() : ["--Model:Path", model]];
                    (var time, name) = await Time(server, settings, question);
                    times.Add(time);
                }
            }

            return new FirstAnswerReport(name, question, FirstAnswerRow.Of("nothing compiled yet", first), FirstAnswerRow.Of("compiled before", later));
        }
        finally
        {
            Leftovers.Delete(folder);
        }
    }

    private static async Task<(FirstAnswerRound Times, string Model)> Time(string assembly, IReadOnlyList<string> settings, string question)
    {
        await using var server = new StartedServer(assembly, settings);
        await server.Ready();
        var ready = server.ElapsedMs;
        var answer = await server.Ask(question);
        return (new FirstAnswerRound(server.ElapsedMs, ready, answer["usage"]!["output_tokens"]!.GetValue<int>()), answer["model"]!.GetValue<string>());
    }
}
