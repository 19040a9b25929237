using System.Globalization;
using System.Text.Json;
using ReasoningGrains.Training.Running;

namespace ReasoningGrains.Training.Checkpoints;

/// <summary>The checkpoints of a training, a folder each. One appears as a whole or not at all: it is written under another name and moved.</summary>
internal sealed class CheckpointFolder(string path)
{
    private const string Prefix = "step-", Position = "position.json", Weights = "weights.f32", FirstMoment = "first-moment.f32", SecondMoment = "second-moment.f32";

    // The last but one is for a disk that lost the last.
    private const int Kept = 2;

    /// <summary>The folder of the last checkpoint, or null.</summary>
    public string? Last => All().LastOrDefault();

    public void Write(TrainingState state)
    {
        var (aside, place) = (Path.Combine(path, "unfinished"), Path.Combine(path, $"{Prefix}{state.Position.Step:d7}"));
        if (Directory.Exists(aside))
        {
            Directory.Delete(aside, recursive: true);
        }

        Directory.CreateDirectory(aside);
        Flush(Path.Combine(aside, Weights), state.Weights.Values.bytes);
        Flush(Path.Combine(aside, FirstMoment), state.Optimizer.FirstMoment.bytes);
        Flush(Path.Combine(aside, SecondMoment), state.Optimizer.SecondMoment.bytes);
        Flush(Path.Combine(aside, Position), JsonSerializer.SerializeToUtf8Bytes(state.Position, CheckpointJson.Default.TrainingPosition));
        if (Directory.Exists(place))
        {
            Directory.Delete(place, recursive: true);
        }

        Directory.Move(aside, place);
        foreach (var old in All().SkipLast(Kept))
        {
            Directory.Delete(old, recursive: true);
        }
    }

    /// <summary>Brings a state of the same recipe to where a checkpoint is.</summary>
    /// <exception cref="InvalidDataException">It is not a checkpoint of this recipe.</exception>
    public static void Read(string checkpoint, TrainingState state)
    {
        Fill(Path.Combine(checkpoint, Weights), state.Weights.Values.bytes);
        Fill(Path.Combine(checkpoint, FirstMoment), state.Optimizer.FirstMoment.bytes);
        Fill(Path.Combine(checkpoint, SecondMoment), state.Optimizer.SecondMoment.bytes);
        state.Position = JsonSerializer.Deserialize(File.ReadAllBytes(Path.Combine(checkpoint, Position)), CheckpointJson.Default.TrainingPosition)
            ?? throw new InvalidDataException($"{checkpoint}: {Position} holds null.");
    }

    private string[] All() => Directory.Exists(path) ? [.. Directory.GetDirectories(path, Prefix + "*").Where(f => Number(f) is not null).OrderBy(Number)] : [];

    /// <summary>Steps; null where the rest of the name is no number, such as that of somebody's copy.</summary>
    private static long? Number(string folder) => long.TryParse(Path.GetFileName(folder)[Prefix.Length..], NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;

    private static void Flush(string file, ReadOnlySpan<byte> bytes)
    {
        using var stream = File.Create(file);
        stream.Write(bytes);
        stream.Flush(flushToDisk: true);
    }

    private static void Fill(string file, Span<byte> bytes)
    {
        using var stream = File.OpenRead(file);
        if (stream.Length != bytes.Length)
        {
            throw new InvalidDataException($"{file} has {stream.Length} bytes; the recipe's model needs {bytes.Length}.");
        }

        stream.ReadExactly(bytes);
    }
}
