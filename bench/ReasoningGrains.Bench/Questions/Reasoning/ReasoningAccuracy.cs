using System.Collections.Concurrent;
using System.Diagnostics;
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
            var conversations = Conversations(engine, settings, length).ToList();
            foreach (var profile in settings.Profiles)
            {
                var row = await Ask(engine, settings, conversations, profile, length);
                rows.Add(row);
                await Console.Error.WriteLineAsync(row.Progress);
            }
        }

        return new ReasoningReport(engine.Model, settings.Seed, settings.Temperature, settings.MaxTokens, settings.Batch, settings.Threads, settings.Together, rows);
    }

    /// <summary>Cases by conversation: one each, or one a task.</summary>
    private static IEnumerable<ReasoningCase[]> Conversations(IEngine engine, ReasoningSettings settings, int length)
    {
        return settings.Together
            ? EvaluationCases.DrawTogether(settings.Tasks, settings.Seed, settings.Count, length, Tokens).Select((cases, i) => cases.Zip(settings.Tasks, (dialogue, task) => Case(task, i, dialogue)).ToArray())
            : settings.Tasks.SelectMany(task => EvaluationCases.Draw(task, settings.Seed, settings.Count, length, Tokens).Select((dialogue, i) => new[] { Case(task, i, dialogue) }));

        int Tokens(string text) => engine.Tokenizer.Encode(text, parseSpecial: false).Length;

        ReasoningCase Case(string task, int number, Dialogue dialogue) => ReasoningCase.Of(task, number, dialogue, engine.Tokenizer, engine.Template);
    }

    private static async Task<ReasoningRow> Ask(IEngine engine, ReasoningSettings settings, List<ReasoningCase[]> conversations, string profile, int length)
    {
        var routing = Profiles.Of(profile);
        var longest = engine.LongestContext(routing);
        var fitting = conversations.Select(cases => cases.Where(c => c.Tokens.Length + c.Reply < longest).ToArray()).Where(cases => cases.Length > 0).ToList();
        var start = Stopwatch.GetTimestamp();
        var results = new ConcurrentBag<ReasoningResult>();
        await Parallel.ForEachAsync(fitting, new ParallelOptions { MaxDegreeOfParallelism = settings.Batch }, async (cases, _) =>
        {
            var conversation = await HeldConversation.Hold(engine, cases[0], routing, $"{profile} {length} {cases[0].Task} {cases[0].Number}");
            foreach (var asked in cases)
            {
                results.Add(await Ask(settings, asked, conversation));
            }
        });
        var order = conversations.SelectMany(cases => cases).OrderBy(c => settings.Tasks.Index().First(t => t.Item == c.Task).Index).ToList();
        ReasoningResult[] ordered = [.. results.OrderBy(r => order.IndexOf(r.Asked))];
        var leftOut = results.Count < order.Count ? $"{order.Count - results.Count} of {order.Count} cases are longer than the {longest} tokens that {profile} attends" : null;
        return ReasoningRow.Of(profile, length, ordered, leftOut, Stopwatch.GetElapsedTime(start).TotalSeconds, settings);
    }

    private static async Task<ReasoningResult> Ask(ReasoningSettings settings, ReasoningCase asked, HeldConversation conversation)
    {
        var greedy = await ChainVotes.Of(conversation, asked, 1, SamplingOptions.Greedy, settings.MaxTokens);
        var votes = new List<ChainVotes>();
        foreach (var chains in settings.Chains)
        {
            // The same seeds for every number: more chains add to what fewer said.
            var sampling = new SamplingOptions { Temperature = settings.Temperature, Seed = ((long)settings.Seed << 32) + ((long)asked.Number << 8) };
            votes.Add(await ChainVotes.Of(conversation, asked, chains, sampling, settings.MaxTokens));
        }

        return new ReasoningResult(asked, greedy, votes);
    }
}
