using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using ReasoningGrains.Conversations;
using ReasoningGrains.Inference.Engine;

namespace ReasoningGrains.Bench;

/// <summary>A silo with the service's grains and a journal of its own, which is gone afterwards.</summary>
internal sealed class BenchSilo : IAsyncDisposable
{
    private readonly IHost host;

    private BenchSilo(IHost host, string folder) => (this.host, Folder) = (host, folder);

    public IGrainFactory Grains => host.Services.GetRequiredService<IGrainFactory>();

    /// <summary>Holds journal and snapshots.</summary>
    public string Folder { get; }

    /// <param name="engine">Makes the engine, which ends with the silo.</param>
    public static async Task<BenchSilo> Start(Func<IEngine> engine)
    {
        var folder = Leftovers.Folder();
        var builder = Host.CreateApplicationBuilder();
        builder.Logging.ClearProviders();
        builder.UseOrleans(silo => silo.UseLocalhostClustering(FreePort(), FreePort()).AddReasoningGrains(new StorageOptions { Directory = folder }, _ => engine()));
        var host = builder.Build();
        await host.StartAsync();
        return new BenchSilo(host, folder);
    }

    public async ValueTask DisposeAsync()
    {
        await host.StopAsync();
        host.Dispose();
        Leftovers.Delete(Folder);
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
