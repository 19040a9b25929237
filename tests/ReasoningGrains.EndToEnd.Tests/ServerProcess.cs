using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using ReasoningGrains.Tests;

namespace ReasoningGrains.EndToEnd.Tests;

/// <summary>The real server, with SmolLM2 unless told otherwise, as a process that can be killed and started again on the same data.</summary>
public sealed class ServerProcess : IAsyncLifetime
{
    private readonly string data = Directory.CreateTempSubdirectory("reasoninggrains-").FullName;
    private readonly ConcurrentQueue<string> output = new();
    private readonly Uri url = new($"http://127.0.0.1:{FreePort()}");
    private Process? process;

    /// <summary>Under <c>shared/</c>; null leaves the server without any setting of a model.</summary>
    public string? Model { get; init; } = "models/smollm2-135m/model.gguf";

    /// <summary>Where it listens; skips the test when its model is not there.</summary>
    public Uri Url
    {
        get
        {
            if (Model is not null)
            {
                SharedFiles.Require(Model);
            }

            return url;
        }
    }

    public async ValueTask InitializeAsync()
    {
        if (Model is not null && !SharedFiles.Has(Model))
        {
            return;
        }

        var assembly = Path.Combine(AppContext.BaseDirectory.Replace("/tests/ReasoningGrains.EndToEnd.Tests/", "/src/ReasoningGrains.Server/", StringComparison.Ordinal), "ReasoningGrains.Server.dll");
        string[] model = Model is null ? [] : ["--Model:Path", SharedFiles.Require(Model)];
        var start = new ProcessStartInfo("dotnet", [assembly, .. model, "--Storage:Directory", data, "--urls", url.ToString().TrimEnd('/')])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment.Remove("Model__Path");
        process = Process.Start(start)!;
        process.OutputDataReceived += (_, line) => output.Enqueue(line.Data ?? "");
        process.ErrorDataReceived += (_, line) => output.Enqueue(line.Data ?? "");
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        await Ready();
    }

    /// <summary>As a crash: nothing is flushed, nobody is told.</summary>
    public async Task Kill()
    {
        process!.Kill();
        await process.WaitForExitAsync();
    }

    public async Task Restart()
    {
        await Kill();
        await InitializeAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (process is { HasExited: false })
        {
            await Kill();
        }

        process?.Dispose();
        Directory.Delete(data, recursive: true);
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private async Task Ready()
    {
        using var http = new HttpClient { BaseAddress = url };
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(50));
        while (await timer.WaitForNextTickAsync())
        {
            Assert.False(process!.HasExited, string.Join('\n', output));
            try
            {
                if ((await http.GetAsync(new Uri("/health/ready", UriKind.Relative))).IsSuccessStatusCode)
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
