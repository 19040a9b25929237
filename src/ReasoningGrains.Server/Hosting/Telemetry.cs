using OpenTelemetry;
using OpenTelemetry.Metrics;
using OpenTelemetry.Trace;
using ReasoningGrains.Application;

namespace ReasoningGrains.Server.Hosting;

/// <summary>OpenTelemetry: metrics for Prometheus, and everything by OTLP where an endpoint is set.</summary>
internal static class Telemetry
{
    public static void AddTelemetry(this WebApplicationBuilder builder)
    {
        var telemetry = builder.Services.AddOpenTelemetry()
            .WithMetrics(metrics => metrics.AddMeter(ApplicationServices.TelemetryName, "Microsoft.Orleans").AddAspNetCoreInstrumentation().AddPrometheusExporter())
            .WithTracing(traces => traces.AddSource(ApplicationServices.TelemetryName, "Microsoft.Orleans.Application").AddAspNetCoreInstrumentation());
        if (builder.Configuration["OTEL_EXPORTER_OTLP_ENDPOINT"] is { Length: > 0 })
        {
            telemetry.UseOtlpExporter();
        }
    }
}
