using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace ReasoningGrains.Application.Behaviours;

/// <summary>Names and instruments of OpenTelemetry's semantic conventions for generative AI.</summary>
internal sealed class TurnTelemetry : IDisposable
{
    public const string Name = "ReasoningGrains";

    private readonly Meter meter = new(Name);
    private readonly Histogram<double> firstToken;
    private readonly Histogram<double> outputToken;
    private readonly Histogram<double> duration;
    private readonly Histogram<long> tokens;

    public TurnTelemetry()
    {
        // Without advice the buckets are of milliseconds: everything would be in the first.
        firstToken = Seconds("gen_ai.server.time_to_first_token", 0.001, 0.005, 0.01, 0.02, 0.04, 0.06, 0.08, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10, 30, 60, 120);
        outputToken = Seconds("gen_ai.server.time_per_output_token", 0.0025, 0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.15, 0.2, 0.3, 0.4, 0.5, 0.75, 1, 2.5);
        duration = Seconds("gen_ai.server.request.duration", 0.01, 0.02, 0.04, 0.08, 0.16, 0.32, 0.64, 1.28, 2.56, 5.12, 10.24, 20.48, 40.96, 81.92, 163.84, 327.68);
        tokens = meter.CreateHistogram("gen_ai.client.token.usage", "{token}", advice: new InstrumentAdvice<long> { HistogramBucketBoundaries = [1, 4, 16, 64, 256, 1024, 4096, 16384, 65536, 262144, 1048576] });
    }

    public ActivitySource Source { get; } = new(Name);

    public void FirstToken(TimeSpan after) => firstToken.Record(after.TotalSeconds);

    public void Ended(Turn turn, TimeSpan total, TimeSpan sinceFirst)
    {
        var model = new KeyValuePair<string, object?>("gen_ai.request.model", turn.Model);
        duration.Record(total.TotalSeconds, model);
        tokens.Record(turn.Usage.InputTokens, model, new("gen_ai.token.type", "input"));
        tokens.Record(turn.Usage.OutputTokens, model, new("gen_ai.token.type", "output"));
        if (turn.Usage.OutputTokens > 1)
        {
            outputToken.Record(sinceFirst.TotalSeconds / (turn.Usage.OutputTokens - 1), model);
        }
    }

    private Histogram<double> Seconds(string name, params double[] buckets) => meter.CreateHistogram(name, "s", advice: new InstrumentAdvice<double> { HistogramBucketBoundaries = buckets });

    public void Dispose()
    {
        meter.Dispose();
        Source.Dispose();
    }
}
