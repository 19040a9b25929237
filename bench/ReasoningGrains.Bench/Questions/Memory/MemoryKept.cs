using ReasoningGrains.Attention.Blocks;
using ReasoningGrains.Inference.Engine;
using ReasoningGrains.Models;

namespace ReasoningGrains.Bench.Questions.Memory;

/// <summary>How much of what memory gains is kept when only a part of the past is attended.</summary>
internal static class MemoryKept
{
    public static async Task<MemoryReport> Run(string modelPath, MemorySettings settings)
    {
        var policies = settings.Policies();
        var cases = MemoryCase.Read(settings.Cases, settings.Most);
        using var model = ModelLoader.Open(modelPath);
        await using var engine = EngineFactory.Create(model, new EngineOptions
        {
            ModelPath = modelPath,
            Threads = settings.Threads,
            Kv = settings.Kv,
            Limits = new EngineLimits { KvBytes = 3L << 30 },
        });
        var config = model.Config;
        var float16 = config.Layers * config.KvHeads * config.HeadDim * 4;
        var loss = new MemoryLoss(engine);
        var baselines = new List<MemoryBaseline>();
        foreach (var (i, memory) in cases.Index())
        {
            baselines.Add(await loss.Baseline(memory, $"baseline {i}"));
        }

        var results = new List<MemoryResult>();
        foreach (var (p, asked) in policies.Index())
        {
            // What the model's window leaves of it is what is attended, and reported.
            var policy = asked with { Routing = asked.Routing.Within(config.ContextLength, config.Layers) };
            var runs = new List<MemoryRun>();
            foreach (var (i, memory) in cases.Index())
            {
                runs.Add(await loss.TurnByTurn(memory, policy.Routing, settings.ByToken, $"policy {p} case {i}"));
            }

            results.Add(MemoryResult.Of(policy, baselines, runs, float16));
            await Console.Error.WriteLineAsync($"{p + 1} of {policies.Count}: {policy.Profile}, {runs.Sum(r => r.Seconds):f0} s");
        }

        return new MemoryReport(settings.Kv.ToString(), settings.Threads, baselines, results);
    }
}
