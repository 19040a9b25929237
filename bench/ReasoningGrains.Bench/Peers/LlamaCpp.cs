using System.Diagnostics;
using System.Text.Json;

namespace ReasoningGrains.Bench.Peers;

/// <summary>llama.cpp inside node-llama-cpp, timed by its own script on the same file.</summary>
/// <param name="folder">Holds <c>bench.mjs</c> and <c>node_modules</c>.</param>
/// <param name="model">The GGUF file.</param>
/// <param name="threads">Threads that it computes with.</param>
internal sealed class LlamaCpp(string folder, string model, int threads)
{
    /// <summary>As reports call it.</summary>
    public const string Name = "llama.cpp (node-llama-cpp 3.22.1), the faster of flash attention on and off";

    /// <summary>Runs the script; of flash attention on and off the faster counts.</summary>
    public IReadOnlyList<Timing> Time(string contexts, string prefill, string batch)
        => [.. Run(contexts, prefill, batch, flash: false).Zip(Run(contexts, prefill, batch, flash: true), (off, on) => off.Milliseconds <= on.Milliseconds ? off : on)];

    private List<Timing> Run(string contexts, string prefill, string batch, bool flash)
    {
        string[] arguments = ["bench.mjs", model, "--decode", contexts, "--prefill", prefill, "--batch", batch, "--threads", $"{threads}", .. flash ? ["--flash"] : Array.Empty<string>()];
        using var process = Process.Start(new ProcessStartInfo("node", arguments) { WorkingDirectory = folder, RedirectStandardOutput = true }) ?? throw new InvalidOperationException("node did not start.");
        var timings = new List<Timing>();
        while (process.StandardOutput.ReadLine() is { } line)
        {
            if (line.StartsWith('{'))
            {
                using var result = JsonDocument.Parse(line);
                var root = result.RootElement;
                timings.Add(new Timing($"{root.GetProperty("kind").GetString()} {root.GetProperty("batch").GetInt32()}x{root.GetProperty("context").GetInt32()}", root.GetProperty("ms_median").GetDouble()));
            }
        }

        process.WaitForExit();
        return process.ExitCode == 0 ? timings : throw new InvalidOperationException($"The peer ended with {process.ExitCode}; install it by npm i --ignore-scripts in {folder}.");
    }
}
