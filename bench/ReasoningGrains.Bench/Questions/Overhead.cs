using System.Diagnostics;
using HdrHistogram;
using ReasoningGrains.Inference.Engine;
using ReasoningGrains.Models;
using Spectre.Console;

namespace ReasoningGrains.Bench.Questions;

/// <summary>What the service itself costs: turns of a model that costs nothing, through grain, worker and synced journal; then a thousand conversations at once.</summary>
internal static class Overhead
{
    private const int Turns = 3000;

    // With fewer the JIT compiler still takes a fifth of the time that is measured.
    private const int WarmUp = 3000;
    private const int AtOnce = 1000;

    public static async Task<OverheadReport> Run(string modelPath)
    {
        using var model = ModelLoader.Open(modelPath);
        var token = model.Tokenizer.Encode(".", false)[0];
        await using var silo = await BenchSilo.Start(() => EngineFactory.CreateNull(model.Tokenizer, model.Template, token, new EngineLimits { KvBytes = 1 << 28, MaxRows = 256 }));
        var grains = silo.Grains;
        var histogram = new LongHistogram(TimeSpan.TicksPerMinute, 3);
        for (var i = -WarmUp; i < Turns; i++)
        {
            var start = Stopwatch.GetTimestamp();
            if (!await Turn(grains, $"one-{i / 10}", $"t{i}", tokens: 1))
            {
                throw new InvalidOperationException($"Turn {i} did not end with its token.");
            }

            if (i >= 0)
            {
                histogram.RecordValue(Math.Max(1, Stopwatch.GetElapsedTime(start).Ticks));
            }
        }

        var began = Stopwatch.GetTimestamp();
        var errors = (await Task.WhenAll(Enumerable.Range(0, AtOnce).Select(i => Task.Run(() => Turn(grains, $"many-{i}", "t", tokens: 32))))).Count(ok => !ok);
        var seconds = Stopwatch.GetElapsedTime(began).TotalSeconds;
        return new OverheadReport(Turns, Milliseconds(50), Milliseconds(99), AtOnce, errors, seconds);

        double Milliseconds(double percentile) => new TimeSpan(histogram.GetValueAtPercentile(percentile)).TotalMilliseconds;
    }

    private static async Task<bool> Turn(IGrainFactory grains, string conversation, string id, int tokens)
    {
        var request = new TurnRequest
        {
            TurnId = id,
            Input = [new Item { Id = $"in_{id}", Kind = ItemKind.Message, Role = "user", Text = "Hello" }],
            Options = new TurnOptions { MaxOutputTokens = tokens, Temperature = 0 },
        };
        await foreach (var next in grains.GetGrain<IConversationGrain>(conversation).RunTurn(request))
        {
            if (next is TurnEnded ended)
            {
                return ended.Turn.Usage.OutputTokens == tokens;
            }
        }

        return false;
    }
}

/// <param name="Turns">Measured, one after another.</param>
/// <param name="P50Ms">Median time of a turn of one token.</param>
/// <param name="P99Ms">99th percentile.</param>
/// <param name="AtOnce">Conversations at once, 32 tokens each.</param>
/// <param name="Errors">Of them.</param>
/// <param name="Seconds">Until all had ended.</param>
internal sealed record OverheadReport(int Turns, double P50Ms, double P99Ms, int AtOnce, int Errors, double Seconds) : Report("overhead")
{
    public override void Print()
    {
        var table = new Table().AddColumns("", "");
        table.AddRow($"a turn of {Turns}, p50 / p99", $"{P50Ms:f2} / {P99Ms:f2} ms");
        table.AddRow($"{AtOnce} conversations at once", $"{Errors} errors, {Seconds:f2} s");
        AnsiConsole.Write(table);
    }
}
