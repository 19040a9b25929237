using System.Collections.Concurrent;
using System.Diagnostics;
using ReasoningGrains.Attention.Routing;
using ReasoningGrains.Dialogues;
using ReasoningGrains.Inference.Engine;
using ReasoningGrains.Inference.Sampling;
using ReasoningGrains.Models;

namespace ReasoningGrains.Bench.Questions.Reasoning;

/// <summary>How often a held-out question about what was said far back is answered exactly.</summary>
internal static class ReasoningAccuracy
{
    public static async Task<ReasoningReport> Run(string modelPath, ReasoningSettings settings)
    {
        settings.Check();
        using var model = ModelLoader.Open(modelPath);
        await using var engine = EngineFactory.Create(model, new EngineOptions { ModelPath = modelPath, Threads = settings.Threads, Limits = new EngineLimits { KvBytes = 3L << 30 } });
        var rows = new List<ReasoningRow>();
        foreach (var length in settings.Lengths)
        {
            var cases = settings.Tasks.SelectMany(task => Cases(engine, settings, task, length)).ToList();
            foreach (var profile in settings.Profiles)
            {
                var row = await Ask(engine, settings, cases, profile, length);
                rows.Add(row);
                await Console.Error.WriteLineAsync(row.Progress);
            }
        }

        return new ReasoningReport(engine.Model, settings.Seed, settings.Temperature, settings.MaxTokens, settings.Batch, settings.Threads, rows);
    }

    private static IEnumerable<ReasoningCase> Cases(IEngine engine, ReasoningSettings settings, string task, int length)
        => EvaluationCases.Draw(task, settings.Seed, settings.Count, length, text => engine.Tokenizer.Encode(text, parseSpecial: false).Length)
            .Select((dialogue, i) => ReasoningCase.Of(task, i, dialogue, engine.Tokenizer, engine.Template));

    private static async Task<ReasoningRow> Ask(IEngine engine, ReasoningSettings settings, List<ReasoningCase> cases, string profile, int length)
    {
        var routing = Profiles.Of(profile);
        var longest = engine.LongestContext(routing);
        var fitting = cases.Where(c => c.Tokens.Length + c.Reply < longest).ToList();
        var start = Stopwatch.GetTimestamp();
        var results = new ConcurrentBag<ReasoningResult>();
        await Parallel.ForEachAsync(fitting, new ParallelOptions { MaxDegreeOfParallelism = settings.Batch }, async (asked, _) =>
            results.Add(await Ask(engine, settings, asked, routing, $"{profile} {length} {asked.Task} {asked.Number}")));
        ReasoningResult[] ordered = [.. results.OrderBy(r => cases.IndexOf(r.Asked))];
        var leftOut = fitting.Count < cases.Count ? $"{cases.Count - fitting.Count} of {cases.Count} cases are longer than the {longest} tokens that {profile} attends" : null;
        return ReasoningRow.Of(profile, length, ordered, leftOut, Stopwatch.GetElapsedTime(start).TotalSeconds, settings);
    }

    private static async Task<ReasoningResult> Ask(IEngine engine, ReasoningSettings settings, ReasoningCase asked, RoutingOptions routing, string lineage)
    {
        var conversation = await HeldConversation.Hold(engine, asked, routing, lineage);
        var greedy = await ChainVotes.Of(conversation, 1, SamplingOptions.Greedy, settings.MaxTokens);
        var votes = new List<ChainVotes>();
        foreach (var chains in settings.Chains)
        {
            // The same seeds for every number: more chains add to what fewer said.
            var sampling = new SamplingOptions { Temperature = settings.Temperature, Seed = ((long)settings.Seed << 32) + ((long)asked.Number << 8) };
            votes.Add(await ChainVotes.Of(conversation, chains, sampling, settings.MaxTokens));
        }

        return new ReasoningResult(asked, greedy, votes);
    }
}
