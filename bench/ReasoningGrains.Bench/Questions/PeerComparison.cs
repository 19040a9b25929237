using ReasoningGrains.Bench.Peers;

namespace ReasoningGrains.Bench.Questions;

/// <summary>Times engine and peer alternately and reports the medians of the rounds' ratios.</summary>
internal static class PeerComparison
{
    public static async Task<ComparisonReport> Run(string question, string model, string peer, int threads, int rounds, string contexts, string prefill, string batch)
    {
        var llama = new LlamaCpp(peer, Path.GetFullPath(model), threads);
        await using var engine = new EngineTimes(model, threads);
        await engine.Time(contexts, prefill, batch);
        var pairs = new List<(Timing Ours, Timing Theirs)>();
        for (var round = 0; round < rounds; round++)
        {
            var ours = await engine.Time(contexts, prefill, batch);
            var theirs = llama.Time(contexts, prefill, batch).ToDictionary(t => t.What);
            pairs.AddRange(ours.Select(o => (o, theirs[o.What])));
        }

        return Report(question, pairs);
    }

    /// <param name="question">As on the command line.</param>
    /// <param name="pairs">What was measured in one round, of all rounds.</param>
    /// <param name="peer">Whose the other times are.</param>
    public static ComparisonReport Report(string question, IEnumerable<(Timing Ours, Timing Theirs)> pairs, string peer = LlamaCpp.Name)
    {
        var rows = pairs.GroupBy(p => p.Ours.What).Select(g => new ReportRow(
            g.Key,
            g.Select(p => p.Ours.Milliseconds).Median(),
            g.Select(p => p.Theirs.Milliseconds).Median(),
            g.Select(p => p.Theirs.Milliseconds / p.Ours.Milliseconds).Median(),
            [.. g.Select(p => p.Ours.Milliseconds)],
            [.. g.Select(p => p.Theirs.Milliseconds)]));
        return new ComparisonReport(question, peer, [.. rows]);
    }
}
