using ReasoningGrains.Attention.Blocks;
using ReasoningGrains.Inference.Engine;
using ReasoningGrains.Inference.Onnx;
using ReasoningGrains.Inference.Scheduling;
using ReasoningGrains.Models;
using ReasoningGrains.Models.Onnx;

namespace ReasoningGrains.Inference.Tests.Engine;

/// <summary>A model's forward pass alone: tokens in, logits of every position out.</summary>
internal sealed class Forward : IDisposable
{
    private readonly Model model;
    private readonly BlockPool pool;
    private readonly IModelRunner runner;
    private readonly EngineLimits limits = new() { StepTokens = 512, MaxRows = 128 };
    private readonly string cache = Directory.CreateTempSubdirectory("reasoninggrains-").FullName;

    public Forward(string path, WeightPrecision weights, KvElement kv, GraphPlacement? placement = null, Accelerator accelerator = Accelerator.Cpu)
    {
        model = ModelLoader.Open(path);
        pool = new BlockPool(EngineFactory.Shape(model.Config, kv), 1L << 28);
        runner = EngineFactory.CreateRunner(model, new EngineOptions { ModelPath = path, Weights = weights, Kv = kv, Accelerator = accelerator, Cache = cache, Limits = limits }, pool.Shape, placement);
    }

    public ModelConfig Config => model.Config;

    /// <summary>Logits after each token of a new sequence that is cut into these chunks; the last chunk takes what is left.</summary>
    public float[][] Logits(int[] tokens, params int[] chunks)
    {
        var sequence = new Sequence(new GenerationRequest { Sequence = "test", Tokens = tokens, StopTokens = new HashSet<int>() }, pool, int.MaxValue);
        var plan = new StepPlan(limits.StepTokens, ReasoningGrains.Inference.Engine.Engine.Outputs(limits));
        var result = new List<float[]>();
        for (var chunk = 0; sequence.Pending > 0; chunk++)
        {
            var count = Math.Min(sequence.Pending, chunk < chunks.Length ? chunks[chunk] : 128);
            plan.Clear();
            Assert.True(sequence.Table.TryReserve(count));
            plan.Add(sequence, count, count);
            runner.Run(plan);
            sequence.Table.Commit(sequence.Tokens, count);
            result.AddRange(Enumerable.Range(0, count).Select(i => runner.Logits(i).ToArray()));
        }

        sequence.Table.Release();
        return [.. result];
    }

    public void Dispose()
    {
        runner.Dispose();
        pool.Dispose();
        model.Dispose();
        Directory.Delete(cache, recursive: true);
    }
}
