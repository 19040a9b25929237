using System.Reflection;
using System.Runtime.InteropServices;
using System.Text.Json;
using System.Text.Json.Serialization;
using Spectre.Console;

namespace ReasoningGrains.Bench;

/// <summary>The answer to a question, with what it takes to ask it again: command, machine, date and source.</summary>
/// <param name="Question">As on the command line.</param>
internal abstract record Report([property: JsonPropertyOrder(-1)] string Question)
{
    [JsonPropertyOrder(1)]
    public string Command { get; init; } = CommandOf(Environment.GetCommandLineArgs()[1..]);

    [JsonPropertyOrder(1)]
    public string Machine { get; init; } = $"{Environment.ProcessorCount} x {Processor()}, {RuntimeInformation.FrameworkDescription}";

    [JsonPropertyOrder(1)]
    public DateTimeOffset Date { get; init; } = TimeProvider.System.GetUtcNow();

    /// <summary>That the bench was built from.</summary>
    [JsonPropertyOrder(1)]
    public string Commit { get; init; } = Assembly.GetExecutingAssembly().GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+') is [_, var commit, ..] ? commit : "unknown";

    public abstract void Print();

    /// <summary>What can be typed again. Of paths the folders are left out: they say where, not what.</summary>
    internal static string CommandOf(IEnumerable<string> arguments) => string.Join(' ', ["reasoning", "bench", .. arguments.Select(Written)]);

    public void Save(string folder)
    {
        Directory.CreateDirectory(folder);
        File.WriteAllText(Path.Combine(folder, $"{Question}.json"), JsonSerializer.Serialize(this, GetType(), ReportJson.Default) + "\n");
    }

    private static string Written(string argument)
    {
        var value = argument.StartsWith("--", StringComparison.Ordinal) ? argument.IndexOf('=', StringComparison.Ordinal) + 1 : 0;
        var (name, rest) = (argument[..value], argument[value..]);
        var shown = name + (Path.IsPathRooted(rest) || Path.Exists(rest) ? Path.GetFileName(Path.TrimEndingDirectorySeparator(rest)) : rest);
        return shown.Any(char.IsWhiteSpace) ? $"'{shown}'" : shown;
    }

    private static string Processor()
        => File.Exists("/proc/cpuinfo") && File.ReadLines("/proc/cpuinfo").FirstOrDefault(l => l.StartsWith("model name", StringComparison.Ordinal)) is { } line ? line.Split(':')[1].Trim() : RuntimeInformation.ProcessArchitecture.ToString();
}

/// <summary>Times beside those of a peer.</summary>
/// <param name="Question">As on the command line.</param>
/// <param name="Peer">What was measured beside it.</param>
/// <param name="Rows">One a case.</param>
internal sealed record ComparisonReport(string Question, string Peer, IReadOnlyList<ReportRow> Rows) : Report(Question)
{
    public override void Print()
    {
        var table = new Table().AddColumns("", "ours, ms", "peer, ms", "times faster");
        foreach (var row in Rows)
        {
            table.AddRow(row.What, $"{row.OursMs:f2}", $"{row.PeerMs:f2}", $"{row.Ratio:f2}");
        }

        AnsiConsole.Write(table);
    }
}

internal sealed record ReportRow(string What, double OursMs, double PeerMs, double Ratio, IReadOnlyList<double> OursRoundsMs, IReadOnlyList<double> PeerRoundsMs);

[JsonSerializable(typeof(ComparisonReport))]
[JsonSerializable(typeof(Questions.Far.FarReport))]
[JsonSerializable(typeof(Questions.FirstAnswer.FirstAnswerReport))]
[JsonSerializable(typeof(Questions.OverheadReport))]
[JsonSerializable(typeof(Questions.Memory.MemoryReport))]
[JsonSerializable(typeof(IReadOnlyList<Questions.Memory.MemoryCase>))]
[JsonSerializable(typeof(Questions.Reasoning.ReasoningReport))]
[JsonSerializable(typeof(Questions.Turns.TurnsReport))]
[JsonSourceGenerationOptions(WriteIndented = true, PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, RespectRequiredConstructorParameters = true, NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals)]
internal sealed partial class ReportJson : JsonSerializerContext;
