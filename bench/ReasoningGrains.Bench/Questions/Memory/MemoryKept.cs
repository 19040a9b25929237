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
        var loss = new MemoryLoss(engine);
        var baselines = new List<MemoryBaseline>();
        foreach (var (i, memory) in cases.Index())
        {
            baselines.Add(await loss.Baseline(memory, $"baseline {i}"));
        }

        var results = new List<MemoryResult>();
        foreach (var (p, policy) in policies.Index())
        {
            var (losses, seconds) = (new List<double>(), new List<double>());
            foreach (var (i, memory) in cases.Index())
            {
                var (nll, took) = await loss.TurnByTurn(memory, policy.Routing, $"policy {p} case {i}");
                losses.Add(nll);
                seconds.Add(took);
            }

            results.Add(MemoryResult.Of(policy, baselines, losses, seconds));
            await Console.Error.WriteLineAsync($"{p + 1} of {policies.Count}: {policy.Profile}, {seconds.Sum():f0} s");
        }

        var config = model.Config;
        var shape = new KvShape(config.Layers, config.Heads, config.KvHeads, config.HeadDim, settings.Kv);
        var bytes = (double)shape.BlockBytes / KvShape.BlockTokens;
        return new MemoryReport(settings.Kv.ToString(), bytes, bytes / (shape.Layers * shape.KvHeads * 2 * shape.HeadDim * 2), settings.Threads, baselines, results);
    }
}
