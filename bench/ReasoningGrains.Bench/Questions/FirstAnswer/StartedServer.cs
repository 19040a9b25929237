using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Text.Json.Nodes;

namespace ReasoningGrains.Bench.Questions.FirstAnswer;

/// <summary>A server process of its own, timed from its start.</summary>
internal sealed class StartedServer : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);
    private readonly HttpClient http;
    private readonly ConcurrentQueue<string> output = new();
    private readonly Process process;
    private readonly long start;

    public StartedServer(string assembly, IEnumerable<string> settings)
    {
        var url = $"http://127.0.0.1:{FreePort()}";
        http = new HttpClient { BaseAddress = new Uri(url), Timeout = Patience };
        start = Stopwatch.GetTimestamp();
        process = Process.Start(new ProcessStartInfo("dotnet", [assembly, .. settings, "--urls", url]) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        Leftovers.Process(process);
        process.OutputDataReceived += (_, line) => output.Enqueue(line.Data ?? "");
        process.ErrorDataReceived += (_, line) => output.Enqueue(line.Data ?? "");
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    public double ElapsedMs => Stopwatch.GetElapsedTime(start).TotalMilliseconds;

    /// <summary>Waits until the model is loaded.</summary>
    public async Task Ready()
    {
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(10));
        while (await timer.WaitForNextTickAsync())
        {
            if (process.HasExited || ElapsedMs > Patience.TotalMilliseconds)
            {
                if (!process.HasExited)
                {
                    process.Kill(entireProcessTree: true);
                }

                // Returns when all that it wrote has come too.
                await process.WaitForExitAsync();
                throw new InvalidOperationException($"The server did not come up:\n{string.Join('\n', output)}");
            }

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

    /// <summary>The whole response to one question.</summary>
    public async Task<JsonObject> Ask(string text)
    {
        using var response = await http.PostAsJsonAsync(new Uri("/v1/responses", UriKind.Relative), new JsonObject { ["input"] = text });
        var answer = (await response.Content.ReadFromJsonAsync<JsonObject>())!;
        return answer["status"]?.GetValue<string>() == "completed" ? answer : throw new InvalidOperationException($"The answer was not completed: {answer}");
    }

    public async ValueTask DisposeAsync()
    {
        if (!process.HasExited)
        {
            process.Kill(entireProcessTree: true);
            await process.WaitForExitAsync();
        }

        Leftovers.Ended(process);
        process.Dispose();
        http.Dispose();
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
