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
        var cluster = ClusterSettings.Read(builder.Configuration);
        builder.Services.AddSingleton(_ => ModelLoader.Open(engine.ModelPath));
        builder.Services.AddReasoningApplication();
        builder.Services.AddOptions<KestrelServerOptions>().Configure<IOptions<LimitOptions>>((kestrel, limits) => kestrel.Limits.MaxRequestBodySize = limits.Value.RequestBytes);
        builder.AddTelemetry();
        builder.Services.AddOpenApi();
        builder.Services.AddSingleton<EngineReadiness>();
        builder.Services.AddHostedService<EngineWarmUp>();
        builder.Services.AddSingleton<FailedRequests>();
        builder.Services.AddExceptionHandler<ApiExceptionHandler>();
        // What does not fit a route's parameters is told like any other wrong value, not by an empty reply.
        builder.Services.Configure<RouteHandlerOptions>(options => options.ThrowOnBadRequest = true);
        builder.UseOrleans(silo =>
        {
            if (storage.Kind == StorageOptions.RedisKind)
            {
                silo.UseRedisClustering(storage.Redis!);
                silo.ConfigureEndpoints(cluster.Address, cluster.SiloPort, cluster.GatewayPort);
            }
            else
            {
                silo.UseLocalhostClustering(cluster.SiloPort, cluster.GatewayPort);
            }

            silo.AddReasoningGrains(storage, services => EngineFactory.Create(services.GetRequiredService<Model>(), engine), attention);
        });
    }

    /// <summary>Under all that is configured: appsettings.json is read from the working folder, which is seldom the server's.</summary>
    private static void AddDefaults(ConfigurationManager configuration)
        => ((IConfigurationBuilder)configuration).Sources.Insert(0, new MemoryConfigurationSource
        {
            InitialData =
            [
                .. ((string[])["Microsoft.AspNetCore", "Orleans", "Microsoft.Orleans", "Polly"]).Select(category => KeyValuePair.Create($"Logging:LogLevel:{category}", (string?)"Warning")),
                KeyValuePair.Create("urls", (string?)"http://127.0.0.1:8080"),
            ],
        });

    public static void MapReasoningServer(this WebApplication app)
    {
        app.UseMiddleware<RequestIds>();
        app.UseExceptionHandler(_ => { });
        app.UseStatusCodePages(ApiError.WriteStatus);
        if (!LoopbackOnly.MayBeRemote(app.Configuration))
        {
            app.UseMiddleware<LocalCallers>();
        }

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
