using ReasoningGrains.Inference.Onnx;

namespace ReasoningGrains.Bench.Questions;

/// <summary>Times of the engine with its matrix products on an NVIDIA GPU, against those on the processor of the same machine, alternately.</summary>
internal static class OnGpu
{
    private const string Contexts = "128,1024", Prefill = "512", Batch = "8x128";

    public static async Task<ComparisonReport> Run(string model, int threads, int rounds)
    {
        await using var gpu = new EngineTimes(model, threads, Accelerator.Cuda);
        await using var processor = new EngineTimes(model, threads);
        await gpu.Time(Contexts, Prefill, Batch);
        await processor.Time(Contexts, Prefill, Batch);
        var pairs = new List<(Timing, Timing)>();
        for (var round = 0; round < rounds; round++)
        {
            var there = await gpu.Time(Contexts, Prefill, Batch);
            var here = (await processor.Time(Contexts, Prefill, Batch)).ToDictionary(t => t.What);
            pairs.AddRange(there.Select(t => (t, here[t.What])));
        }

        return PeerComparison.Report("gpu", pairs, $"the processor's {threads} threads");
    }
}
