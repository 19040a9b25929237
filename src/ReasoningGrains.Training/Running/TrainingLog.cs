using System.Text.Json;
using System.Text.Json.Serialization;

namespace ReasoningGrains.Training.Running;

/// <summary>A file of JSON lines, one for some steps. Resumed, it forgets what came after the checkpoint, as the training did.</summary>
internal sealed class TrainingLog : ITrainingMonitor, IDisposable
{
    private const int Every = 10;
    private readonly StreamWriter writer;
    private readonly List<double> losses = [];

    /// <param name="path">The file.</param>
    /// <param name="step">Steps that the training has done already.</param>
    public TrainingLog(string path, int step)
    {
        string[] kept = File.Exists(path) && step > 0 ? [.. File.ReadLines(path).Where(line => StepOf(line) <= step)] : [];
        // Aside first: a kill in between leaves the log of before.
        var aside = $"{path}.new";
        File.WriteAllText(aside, string.Concat(kept.Select(line => $"{line}\n")));
        File.Move(aside, path, overwrite: true);
        writer = new StreamWriter(path, append: true) { AutoFlush = true, NewLine = "\n" };
    }

    public void Stepped(StepResult result, Pace pace)
    {
        losses.Add(result.Loss);
        if (result.Step % Every == 0)
        {
            var line = new TrainingLogLine(result.Step, Math.Round(losses.Average(), 5), Math.Round(result.Rate, 8), Math.Round(result.GradientNorm, 4), Math.Round(pace.TokensPerSecond), Math.Round(pace.Elapsed.TotalSeconds));
            writer.WriteLine(JsonSerializer.Serialize(line, TrainingLogJson.Default.TrainingLogLine));
            losses.Clear();
        }
    }

    public void Dispose() => writer.Dispose();

    /// <summary>The last step that a log tells of; 0 where there is none.</summary>
    public static int LastStep(string path) => File.Exists(path) ? File.ReadLines(path).Select(StepOf).LastOrDefault(step => step is not null) ?? 0 : 0;

    /// <summary>Null of half a line, as a process leaves that was killed.</summary>
    private static int? StepOf(string line)
    {
        try
        {
            return JsonSerializer.Deserialize(line, TrainingLogJson.Default.TrainingLogLine)?.Step;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}

/// <param name="Step">Steps done.</param>
/// <param name="Loss">Mean since the line before, nat a learned token.</param>
/// <param name="Rate">Learning rate.</param>
/// <param name="GradientNorm">Before clipping.</param>
/// <param name="TokensPerSecond">Pace.</param>
/// <param name="Seconds">Since this process began to train.</param>
internal sealed record TrainingLogLine(int Step, double Loss, double Rate, double GradientNorm, double TokensPerSecond, double Seconds);

[JsonSerializable(typeof(TrainingLogLine))]
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
internal sealed partial class TrainingLogJson : JsonSerializerContext;
