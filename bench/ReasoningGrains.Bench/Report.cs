using System.Runtime.InteropServices;
using System.Text.Json;
using System.Text.Json.Serialization;
using Spectre.Console;

namespace ReasoningGrains.Bench;

/// <summary>The answer to a question, with its raw numbers.</summary>
/// <param name="Question">As on the command line.</param>
/// <param name="Peer">What was measured beside it.</param>
/// <param name="Rows">One a case.</param>
internal sealed record Report(string Question, string Peer, IReadOnlyList<ReportRow> Rows)
{
    public string Machine { get; init; } = $"{Environment.ProcessorCount} x {Processor()}, {RuntimeInformation.FrameworkDescription}";

    public string Command { get; init; } = $"dotnet run -c Release --project bench/ReasoningGrains.Bench -- {string.Join(' ', Environment.GetCommandLineArgs().Skip(1).Select(a => a.Contains('/', StringComparison.Ordinal) ? Path.GetFileName(a) : a))}";

    public void Print()
    {
        var table = new Table().AddColumns("", "ours, ms", "peer, ms", "times faster");
        foreach (var row in Rows)
        {
            table.AddRow(row.What, $"{row.OursMs:f2}", $"{row.PeerMs:f2}", $"{row.Ratio:f2}");
        }

        AnsiConsole.Write(table);
    }

    public void Save(string folder)
    {
        Directory.CreateDirectory(folder);
        File.WriteAllText(Path.Combine(folder, $"{Question}.json"), JsonSerializer.Serialize(this, ReportJson.Default.Report) + "\n");
    }

    private static string Processor()
        => File.Exists("/proc/cpuinfo") && File.ReadLines("/proc/cpuinfo").FirstOrDefault(l => l.StartsWith("model name", StringComparison.Ordinal)) is { } line ? line.Split(':')[1].Trim() : RuntimeInformation.ProcessArchitecture.ToString();
}

internal sealed record ReportRow(string What, double OursMs, double PeerMs, double Ratio, IReadOnlyList<double> OursRoundsMs, IReadOnlyList<double> PeerRoundsMs);

[JsonSerializable(typeof(Report))]
[JsonSerializable(typeof(Questions.OverheadReport))]
[JsonSourceGenerationOptions(WriteIndented = true, PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
internal sealed partial class ReportJson : JsonSerializerContext;
