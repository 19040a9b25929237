using System.Diagnostics;
using System.Text;
using System.Text.RegularExpressions;

namespace ReasoningGrains.Cli.Tests;

/// <summary>The real <c>reasoning</c>, alone in a session as in a terminal: Ctrl-C reaches it and all that it started.</summary>
internal sealed class Terminal : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);
    private readonly StringBuilder output = new();
    private readonly SemaphoreSlim more = new(0);
    private readonly Process process;
    private int read;

    private readonly Task listening;

    private Terminal(Process process)
    {
        this.process = process;
        listening = Task.WhenAll(Listen(process.StandardOutput), Listen(process.StandardError));
    }

    public static Terminal Run(IEnumerable<string> arguments, IReadOnlyDictionary<string, string>? environment = null)
    {
        var start = new ProcessStartInfo("setsid", ["--wait", "dotnet", Path.Combine(AppContext.BaseDirectory.Replace("/tests/ReasoningGrains.Cli.Tests/", "/src/ReasoningGrains.Cli/", StringComparison.Ordinal), "reasoning.dll"), .. arguments])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (name, value) in environment ?? new Dictionary<string, string>())
        {
            start.Environment[name] = value;
        }

        return new Terminal(Process.Start(start)!);
    }

    /// <summary>Waits until what was written since the last wait matches; fails with all output when the program ends instead.</summary>
    public async Task<Match> Until(string pattern)
    {
        var waited = Stopwatch.StartNew();
        while (true)
        {
            var ended = listening.IsCompleted;
            lock (output)
            {
                if (Regex.Match(output.ToString()[read..], pattern) is { Success: true } match)
                {
                    read += match.Index + match.Length;
                    return match;
                }

                Assert.False(ended, $"The program ended without {pattern} in:\n{output}");
                Assert.True(waited.Elapsed < Patience, $"{Patience} without {pattern} in:\n{output}");
            }

            await Task.WhenAny(listening, more.WaitAsync(TestContext.Current.CancellationToken)).WaitAsync(Patience, TestContext.Current.CancellationToken);
        }
    }

    public async Task Type(string line)
    {
        await process.StandardInput.WriteLineAsync(line);
        await process.StandardInput.FlushAsync();
    }

    /// <summary>Ctrl-C.</summary>
    public Task Interrupt() => Send("INT", $"-{process.Id}");

    /// <summary>As a supervisor ends a program: the others that it started hear nothing.</summary>
    public Task Terminate() => Send("TERM", $"{process.Id}");

    /// <summary>The exit code and everything that was written.</summary>
    public async Task<(int Code, string Output)> Ended()
    {
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        await listening;
        lock (output)
        {
            return (process.ExitCode, output.ToString());
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
        more.Dispose();
    }

    private static async Task Send(string signal, string target)
    {
        using var kill = Process.Start("sh", ["-c", $"kill -s {signal} -- {target}"]);
        await kill.WaitForExitAsync(TestContext.Current.CancellationToken);
    }

    private async Task Listen(StreamReader from)
    {
        var buffer = new char[4096];
        while (await from.ReadAsync(buffer) is var count and > 0)
        {
            lock (output)
            {
                output.Append(buffer, 0, count);
            }

            more.Release();
        }
    }
}
