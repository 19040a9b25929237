using System.Diagnostics;
using ReasoningGrains.Attention.Routing;
using ReasoningGrains.Inference.Engine;
using ReasoningGrains.Inference.Onnx;
using ReasoningGrains.Models;

namespace ReasoningGrains.Bench.Questions;

/// <summary>The engine's times for what <c>bench.mjs</c> times of the peer: the same token ids, all of the service below the grain included.</summary>
internal sealed class EngineTimes : IAsyncDisposable
{
    private const int Steps = 24;
    private const int WarmUp = 12;
    private const int LongSteps = 192;
    private readonly Model model;
    private readonly IEngine engine;
    private int filled;

    public EngineTimes(string path, int threads, Accelerator accelerator = Accelerator.Cpu)
    {
        model = ModelLoader.Open(path);
        engine = EngineFactory.Create(model, new EngineOptions { ModelPath = path, Threads = threads, Accelerator = accelerator });
    }

    public async Task<IReadOnlyList<Timing>> Time(string contexts, string prefill, string batch)
    {
        var timings = new List<Timing>();
        foreach (var context in List(contexts))
        {
            timings.Add(new Timing($"decode 1x{context}", await Decode(int.Parse(context, null), 1)));
        }

        foreach (var spec in List(batch).Select(b => b.Split('x')))
        {
            timings.Add(new Timing($"decode {spec[0]}x{spec[1]}", await Decode(int.Parse(spec[1], null), int.Parse(spec[0], null))));
        }

        foreach (var length in List(prefill))
        {
            timings.Add(new Timing($"prefill 1x{length}", await Prefill(int.Parse(length, null))));
        }

        return timings;
    }

    /// <summary>Mean time of a token of a long answer; W is measured so often in what is timed as in any answer.</summary>
    /// <param name="context">Tokens before it. With the answer they must fit the model's window.</param>
    /// <param name="routing">What is attended.</param>
    public async Task<double> Routed(int context, RoutingOptions routing)
        => (await Gaps(Filler(context), LongSteps, routing))[^(2 * routing.SegmentTokens(0))..].Average();

    public async ValueTask DisposeAsync()
    {
        await engine.DisposeAsync();
        model.Dispose();
    }

    private static string[] List(string text) => text.Split(',', StringSplitOptions.RemoveEmptyEntries);

    private async Task<double> Decode(int context, int sequences)
    {
        // They begin some steps apart: the others go on so much longer that none has ended while the first is timed.
        var gaps = await Task.WhenAll(Enumerable.Range(0, sequences).Select(i => Task.Run(() => Gaps(Filler(context), Steps + WarmUp + (i == 0 ? 0 : sequences)))));
        // The mean: a reader that shares the cores with the engine sees tokens in the rhythm of the scheduler's ticks.
        return gaps[0].Average();
    }

    private async Task<double> Prefill(int length)
    {
        var times = new List<double>();
        for (var i = 0; i < 4; i++)
        {
            var start = Stopwatch.GetTimestamp();
            await Gaps(Filler(length), steps: 1);
            if (i > 0)
            {
                times.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
            }
        }

        return times.Median();
    }

    private async Task<double[]> Gaps(int[] tokens, int steps = Steps + WarmUp, RoutingOptions? routing = null)
    {
        routing ??= RoutingOptions.Exact;
        var request = new GenerationRequest { Sequence = "bench", Tokens = tokens, MaxTokens = steps, StopTokens = new HashSet<int>(), Routing = routing, Lineage = routing.IsExact ? "" : $"{routing}" };
        var gaps = new List<double>();
        var before = Stopwatch.GetTimestamp();
        await foreach (var _ in engine.Generate(request))
        {
            var now = Stopwatch.GetTimestamp();
            gaps.Add(Stopwatch.GetElapsedTime(before, now).TotalMilliseconds);
            before = now;
        }

        return [.. gaps.Skip(steps > WarmUp ? WarmUp : 0)];
    }

    /// <summary>Ids as the peer's script makes them, from another place each time so that nothing is found in the pool.</summary>
    private int[] Filler(int count)
    {
        var from = Interlocked.Add(ref filled, 8192) - 8192;
        return [.. Enumerable.Range(0, count).Select(i => 5 + ((from + i) * 7 % 40000))];
    }
}
