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
        firstToken = meter.CreateHistogram<double>("gen_ai.server.time_to_first_token", "s");
        outputToken = meter.CreateHistogram<double>("gen_ai.server.time_per_output_token", "s");
        duration = meter.CreateHistogram<double>("gen_ai.server.request.duration", "s");
        tokens = meter.CreateHistogram<long>("gen_ai.client.token.usage", "{token}");
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

    public void Dispose()
    {
        meter.Dispose();
        Source.Dispose();
    }
}
