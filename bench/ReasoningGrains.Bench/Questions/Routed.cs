using ReasoningGrains.Bench.Peers;

namespace ReasoningGrains.Bench.Questions;

/// <summary>Time of a token far into a conversation in each profile, against llama.cpp that attends everything.</summary>
internal static class Routed
{
    private const int Context = 8000;

    public static async Task<ComparisonReport> Run(string model, string peer, int threads, int rounds)
    {
        var llama = new LlamaCpp(peer, Path.GetFullPath(model), threads);
        await using var engine = new EngineTimes(model, threads);
        await engine.Time("128", "", "");
        var pairs = new List<(Timing, Timing)>();
        for (var round = 0; round < rounds; round++)
        {
            var ours = new List<Timing>();
            foreach (var profile in Profiles.Names)
            {
                ours.Add(new Timing($"decode 1x{Context} {profile}", await engine.Routed(Context, Profiles.Of(profile))));
            }

            var theirs = llama.Time($"{Context}", "", "").Single();
            pairs.AddRange(ours.Select(o => (o, theirs)));
        }

        return PeerComparison.Report("routed", pairs);
    }
}
