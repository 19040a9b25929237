using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace ReasoningGrains.Cli.Serving;

/// <summary>A server that lives as long as the command that started it.</summary>
internal sealed class ServerProcess : IAsyncDisposable
{
    private readonly Process process;
    private readonly List<string> errors = [];

    private ServerProcess(Process process, Uri url)
    {
        this.process = process;
        Url = url;
    }

    public Uri Url { get; }

    /// <summary>Starts the server and waits until the model is loaded.</summary>
    public static async Task<ServerProcess> Start(string model, string data, CancellationToken cancellation)
    {
        var url = new Uri($"http://127.0.0.1:{FreePort()}");
        var start = Companion.Deaf("ReasoningGrains.Server", ["--Model:Path", Path.GetFullPath(model), "--Storage:Directory", Path.GetFullPath(data), "--urls", url.ToString().TrimEnd('/')]);
        start.RedirectStandardOutput = true;
        start.RedirectStandardError = true;
        var server = new ServerProcess(Process.Start(start)!, url);
        server.Listen();
        try
        {
            await server.Ready(cancellation);
            return server;
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (!process.HasExited)
        {
            process.Kill(entireProcessTree: true);
            await process.WaitForExitAsync();
        }

        process.Dispose();
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private void Listen()
    {
        process.OutputDataReceived += (_, line) => Keep(line.Data);
        process.ErrorDataReceived += (_, line) => Keep(line.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    private void Keep(string? line)
    {
        lock (errors)
        {
            errors.Add(line ?? "");
        }
    }

    private async Task Ready(CancellationToken cancellation)
    {
        using var http = new HttpClient { BaseAddress = Url };
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(50));
        while (await timer.WaitForNextTickAsync(cancellation))
        {
            if (process.HasExited)
            {
                // Returns when all that it wrote has come too.
                await process.WaitForExitAsync(cancellation);
                lock (errors)
                {
                    throw new InvalidOperationException($"The server ended with {process.ExitCode}:\n{string.Join('\n', errors)}");
                }
            }

            try
            {
                if ((await http.GetAsync(new Uri("/health/ready", UriKind.Relative), cancellation)).IsSuccessStatusCode)
                {
                    return;
                }
            }
            catch (HttpRequestException)
            {
                // It does not listen yet.
            }
        }
    }
}
