using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using ReasoningGrains.Conversations;
using ReasoningGrains.Inference.Engine;
using ReasoningGrains.Models;
using ReasoningGrains.Models.Sampling;
using ReasoningGrains.Tests;

namespace ReasoningGrains.Conversations.Tests;

/// <summary>A silo in this process with its journal in a folder of its own; stopped and started again it is a restart.</summary>
internal sealed class TestSilo(Model model, StorageOptions storage, Func<Model, IEngine> engine) : IAsyncDisposable
{
    private IHost? host;

    public IGrainFactory Grains => host!.Services.GetRequiredService<IGrainFactory>();

    public IConversationGrain Conversation(string id) => Grains.GetGrain<IConversationGrain>(id);

    /// <summary>SmolLM2's tokenizer and template around a model that says "." for ever.</summary>
    public static TestSilo Null(string folder, EngineLimits? limits = null, int window = 1 << 20, Func<SamplingDefaults>? sampling = null)
        => Null(new StorageOptions { Directory = folder }, limits, window, sampling);

    /// <inheritdoc cref="Null(string, EngineLimits?, int, Func{SamplingDefaults}?)"/>
    public static TestSilo Null(StorageOptions storage, EngineLimits? limits = null, int window = 1 << 20, Func<SamplingDefaults>? sampling = null)
        => new(Smol(), storage, model => EngineFactory.CreateNull(model.Tokenizer, model.Template, model.Tokenizer.Encode(".", false)[0], limits ?? new EngineLimits { KvBytes = 1 << 28 }, window, sampling?.Invoke()));

    public static TestSilo Real(string folder)
        => new(Smol(), new StorageOptions { Directory = folder }, model => EngineFactory.Create(model, new EngineOptions { ModelPath = model.Path, Cache = Path.Combine(folder, "cache"), Limits = new EngineLimits { KvBytes = 1 << 28 } }));

    public async Task Start()
    {
        var builder = Host.CreateApplicationBuilder();
        builder.Logging.ClearProviders();
        var (siloPort, gatewayPort) = (FreePort(), FreePort());
        builder.UseOrleans(silo => silo.UseLocalhostClustering(siloPort, gatewayPort).AddReasoningGrains(storage, _ => engine(model)));
        host = builder.Build();
        await host.StartAsync();
        // Loading may take longer than a call to a grain.
        _ = host.Services.GetRequiredService<IEngine>();
    }

    public async Task Stop()
    {
        if (host is IAsyncDisposable running)
        {
            await host.StopAsync();
            await running.DisposeAsync();
            host = null;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await Stop();
        model.Dispose();
    }

    private static Model Smol() => ModelLoader.Open(SharedFiles.Require("models/smollm2-135m/model.gguf"));

    private static int FreePort()
    {
        using var listener = new System.Net.Sockets.TcpListener(System.Net.IPAddress.Loopback, 0);
        listener.Start();
        return ((System.Net.IPEndPoint)listener.LocalEndpoint).Port;
    }
}
