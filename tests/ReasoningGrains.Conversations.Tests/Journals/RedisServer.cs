using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using StackExchange.Redis;

namespace ReasoningGrains.Conversations.Tests.Journals;

/// <summary>A real redis-server on a port of its own, with every write synced; skips the test where none is installed.</summary>
internal sealed class RedisServer : IAsyncDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("reasoninggrains-").FullName;
    private Process? process;

    public int Port { get; } = FreePort();

    public async Task<ConnectionMultiplexer> Start()
    {
        try
        {
            process = Process.Start(new ProcessStartInfo("redis-server", ["--port", $"{Port}", "--dir", folder, "--appendonly", "yes", "--appendfsync", "always", "--save", "", "--bind", "127.0.0.1"]) { RedirectStandardOutput = true });
        }
        catch (System.ComponentModel.Win32Exception)
        {
            Assert.Skip("redis-server is not installed; ./test.sh installs it.");
        }

        _ = process!.StandardOutput.ReadToEndAsync();
        await Listens(process);
        return await ConnectionMultiplexer.ConnectAsync(new ConfigurationOptions { EndPoints = { { "127.0.0.1", Port } }, ConnectRetry = 50, ConnectTimeout = 10_000, AbortOnConnectFail = false });
    }

    public async Task Kill()
    {
        process!.Kill();
        await process.WaitForExitAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (process is { HasExited: false })
        {
            await Kill();
        }

        process?.Dispose();
        Directory.Delete(folder, recursive: true);
    }

    /// <summary>A client that was refused once tries again after seconds only, when what it was asked to do has timed out.</summary>
    private async Task Listens(Process server)
    {
        while (true)
        {
            using var probe = new TcpClient();
            try
            {
                await probe.ConnectAsync(IPAddress.Loopback, Port);
                return;
            }
            catch (SocketException)
            {
                Assert.False(server.HasExited, "redis-server ended before it listened.");
                await Task.Delay(10);
            }
        }
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
