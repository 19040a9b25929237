using System.Security.Cryptography;
using System.Text;
using ReasoningGrains.Models.Onnx;

namespace ReasoningGrains.Models.Compilation;

/// <summary>Keeps compiled graphs, each in a folder named by a hash of the source files, the options and the writer's version.</summary>
/// <param name="folder">Where; made when missing.</param>
public sealed class CompiledModelCache(string folder)
{
    /// <summary>Raised by every change to what the writer writes.</summary>
    private const int WriterVersion = 6;

    private const int KeyBytes = 16;
    private const string GraphFile = "model.onnx";
    private const string WeightsFile = "weights.bin";
    private const string SealFile = "seal";

    // Of a file of many gigabytes its ends, length and time tell versions apart without reading all of it.
    private const int Sample = 1 << 20;

    /// <summary>The user's cache folder for this service.</summary>
    public static string DefaultFolder
        => Path.Combine(
            Environment.GetEnvironmentVariable("XDG_CACHE_HOME") is { Length: > 0 } cache ? cache : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".cache"),
            "reasoninggrains");

    /// <summary>The compiled graph, written first when it is missing or damaged.</summary>
    /// <param name="model">The source.</param>
    /// <param name="precision">How its weights are kept.</param>
    /// <param name="placement">Where it will run.</param>
    public CompiledModel Open(Model model, WeightPrecision precision, GraphPlacement placement = GraphPlacement.Host)
    {
        var target = Path.Combine(folder, Key(model, precision, placement));
        if (IsWhole(target))
        {
            return new CompiledModel(Path.Combine(target, GraphFile), Compiled: false);
        }

        DeleteLeftDrafts();
        var draft = $"{target}.{Guid.NewGuid():N}";
        Directory.CreateDirectory(folder);
        // Held as long as the draft is somebody's; a process that is killed lets go of it.
        using var claim = Claim(draft, FileMode.CreateNew);
        Directory.CreateDirectory(draft);
        try
        {
            DecoderGraph.Write(model, precision, placement, Path.Combine(draft, GraphFile), Path.Combine(draft, WeightsFile));
            File.WriteAllText(Path.Combine(draft, SealFile), Seal(draft));
            Publish(draft, target);
        }
        finally
        {
            if (Directory.Exists(draft))
            {
                Directory.Delete(draft, recursive: true);
            }
        }

        return new CompiledModel(Path.Combine(target, GraphFile), Compiled: true);
    }

    /// <summary>Another process may have published the same graph meanwhile: then that one stays.</summary>
    private static void Publish(string draft, string target)
    {
        if (Directory.Exists(target))
        {
            if (IsWhole(target))
            {
                return;
            }

            Directory.Delete(target, recursive: true);
        }

        try
        {
            Directory.Move(draft, target);
        }
        catch (IOException) when (IsWhole(target))
        {
        }
    }

    /// <summary>A compilation that was killed leaves what it had written, of a large model gigabytes.</summary>
    private void DeleteLeftDrafts()
    {
        foreach (var draft in Directory.Exists(folder) ? Directory.EnumerateDirectories(folder).Where(IsDraft) : [])
        {
            try
            {
                using var claim = Claim(draft, FileMode.OpenOrCreate);
                Directory.Delete(draft, recursive: true);
            }
            catch (IOException)
            {
                // It is being written.
            }
        }
    }

    private static FileStream Claim(string draft, FileMode mode) => new($"{draft}.claim", mode, FileAccess.ReadWrite, FileShare.None, bufferSize: 1, FileOptions.DeleteOnClose);

    private static bool IsDraft(string path) => Path.GetFileName(path).Split('.') is [{ Length: 2 * KeyBytes }, { Length: 32 } id] && Guid.TryParseExact(id, "N", out _);

    private static bool IsWhole(string target)
    {
        var seal = Path.Combine(target, SealFile);
        return File.Exists(seal) && File.Exists(Path.Combine(target, GraphFile)) && File.Exists(Path.Combine(target, WeightsFile)) && File.ReadAllText(seal) == Seal(target);
    }

    private static string Seal(string target)
    {
        using var graph = File.OpenRead(Path.Combine(target, GraphFile));
        using var weights = File.OpenRead(Path.Combine(target, WeightsFile));
        return $"{Convert.ToHexStringLower(SHA256.HashData(graph))} {Convert.ToHexStringLower(SHA256.HashData(weights))}";
    }

    private static string Key(Model model, WeightPrecision precision, GraphPlacement placement)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(Encoding.UTF8.GetBytes($"{WriterVersion} {precision} {placement} {model.Config}"));
        var buffer = new byte[Sample];
        foreach (var path in model.WeightFiles)
        {
            using var file = File.OpenRead(path);
            hash.AppendData(Encoding.UTF8.GetBytes($"{Path.GetFileName(path)} {file.Length} {File.GetLastWriteTimeUtc(path).Ticks}"));
            hash.AppendData(buffer.AsSpan(0, file.ReadAtLeast(buffer, Sample, throwOnEndOfStream: false)));
            file.Position = Math.Max(0, file.Length - Sample);
            hash.AppendData(buffer.AsSpan(0, file.ReadAtLeast(buffer, Sample, throwOnEndOfStream: false)));
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset().AsSpan(0, KeyBytes));
    }
}
