using System.Net;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Configuration.Memory;
using Microsoft.Extensions.Options;
using ReasoningGrains.Application;
using ReasoningGrains.Conversations;
using ReasoningGrains.Inference.Engine;
using ReasoningGrains.Models;
using ReasoningGrains.Server.ChatCompletions;
using ReasoningGrains.Server.Conversations;
using ReasoningGrains.Server.Http;
using ReasoningGrains.Server.Models;
using ReasoningGrains.Server.Native;
using ReasoningGrains.Server.Responses;
using Scalar.AspNetCore;

namespace ReasoningGrains.Server.Hosting;

/// <summary>Puts the service together: silo, engine, use cases, routes.</summary>
internal static class ServerSetup
{
    public static void AddReasoningServer(this WebApplicationBuilder builder)
    {
        AddDefaults(builder.Configuration);
        Profiles.Add(builder.Configuration);
        var engine = EngineSettings.Read(builder.Configuration);
        var storage = builder.Configuration.GetSection("Storage").Get<StorageOptions>() ?? new StorageOptions();
        var attention = AttentionSettings.Read(builder.Configuration);
        LoopbackOnly.Check(builder.Configuration);
        builder.Logging.AddFilter("Orleans", LogLevel.Warning).AddFilter("Polly", LogLevel.Warning).AddFilter("Microsoft.Orleans", LogLevel.Warning);
        builder.Services.AddSingleton(_ => ModelLoader.Open(engine.ModelPath));
        builder.Services.AddReasoningApplication();
        builder.Services.AddOptions<KestrelServerOptions>().Configure<IOptions<LimitOptions>>((kestrel, limits) => kestrel.Limits.MaxRequestBodySize = limits.Value.RequestBytes);
        builder.AddTelemetry();
        builder.Services.AddOpenApi();
        builder.Services.AddSingleton<EngineReadiness>();
        builder.Services.AddHostedService<EngineWarmUp>();
        builder.Services.AddExceptionHandler<ApiExceptionHandler>();
        // What does not fit a route's parameters is told like any other wrong value, not by an empty reply.
        builder.Services.Configure<RouteHandlerOptions>(options => options.ThrowOnBadRequest = true);
        builder.UseOrleans(silo =>
        {
            // Ports that nobody else has, so that several servers can run on a machine.
            var (siloPort, gatewayPort) = (FreePort.Next(), FreePort.Next());
            if (storage.Kind == StorageOptions.RedisKind)
            {
                silo.UseRedisClustering(storage.Redis!);
                silo.ConfigureEndpoints(siloPort, gatewayPort);
            }
            else
            {
                silo.UseLocalhostClustering(siloPort, gatewayPort);
            }

            silo.AddReasoningGrains(storage, services => EngineFactory.Create(services.GetRequiredService<Model>(), engine), attention);
        });
    }

    /// <summary>Under all that is configured: appsettings.json is read from the working folder, which is seldom the server's.</summary>
    private static void AddDefaults(ConfigurationManager configuration)
        => ((IConfigurationBuilder)configuration).Sources.Insert(0, new MemoryConfigurationSource { InitialData = [KeyValuePair.Create("Logging:LogLevel:Microsoft.AspNetCore", (string?)"Warning"), KeyValuePair.Create("urls", (string?)"http://127.0.0.1:8080")] });

    public static void MapReasoningServer(this WebApplication app)
    {
        app.UseMiddleware<RequestIds>();
        app.UseExceptionHandler(_ => { });
        app.UseStatusCodePages(ApiError.WriteStatus);
        app.UseMiddleware<AwaitEngine>();
        app.MapPrometheusScrapingEndpoint("/metrics");
        app.MapOpenApi();
        app.MapScalarApiReference();
        app.MapGet("/health/live", () => Results.Ok(new { status = "live" }));
        app.MapGet("/health/ready", (EngineReadiness readiness) => readiness.IsReady ? Results.Ok(new { status = "ready" }) : Results.Json(new { status = "loading" }, statusCode: (int)HttpStatusCode.ServiceUnavailable));
        app.MapChatCompletions();
        app.MapResponses();
        app.MapConversations();
        app.MapModels();
        app.MapNative();
        app.MapWeights();
    }
}
