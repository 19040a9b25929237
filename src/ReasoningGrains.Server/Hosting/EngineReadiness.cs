using ReasoningGrains.Inference.Engine;

namespace ReasoningGrains.Server.Hosting;

/// <summary>Whether the model is loaded.</summary>
internal sealed class EngineReadiness
{
    private readonly TaskCompletionSource loaded = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public bool IsReady => loaded.Task.IsCompleted;

    /// <summary>Ends when it is.</summary>
    public Task Loaded => loaded.Task;

    public void Ready() => loaded.TrySetResult();
}

/// <summary>Loads the model when the server starts, not with the first request.</summary>
internal sealed class EngineWarmUp(IServiceProvider services, EngineReadiness readiness, IHostApplicationLifetime lifetime, ILogger<EngineWarmUp> log) : BackgroundService
{
    private static readonly Action<ILogger, string, Exception?> Loaded = LoggerMessage.Define<string>(LogLevel.Information, new EventId(1, "Loaded"), "The model {Model} is loaded");
    private static readonly Action<ILogger, Exception?> Failed = LoggerMessage.Define(LogLevel.Critical, new EventId(2, "Failed"), "The model cannot be loaded");

    /// <summary>Ends when the model is loaded, cannot be, or was never to be.</summary>
    public static Task Ended(IServiceProvider services) => services.GetServices<IHostedService>().OfType<EngineWarmUp>().Single().ExecuteTask ?? Task.CompletedTask;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            var engine = await Task.Run(services.GetRequiredService<IEngine>, stoppingToken);
            readiness.Ready();
            Loaded(log, engine.Model, null);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            Failed(log, e);
            Environment.ExitCode = 1;
            lifetime.StopApplication();
        }
    }
}
