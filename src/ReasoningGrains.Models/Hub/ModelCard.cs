using System.Text.Json;

namespace ReasoningGrains.Models.Hub;

/// <summary>What is kept beside the files of a repository: where they come from, under which licence, and what they were checked against.</summary>
internal sealed record ModelCard
{
    public const string FileName = ".pulled.json";

    public required string Repository { get; init; }

    public required Uri Endpoint { get; init; }

    public string? Commit { get; init; }

    public string? License { get; init; }

    /// <summary>By name: <c>SHA-256 …</c>, <c>git SHA-1 …</c> or <c>size only</c>.</summary>
    public required SortedDictionary<string, string> Files { get; init; }

    /// <summary>The card in that folder; null when there is none that can be read.</summary>
    public static ModelCard? Find(string folder)
    {
        var path = Path.Combine(folder, FileName);
        try
        {
            return File.Exists(path) ? JsonSerializer.Deserialize(File.ReadAllBytes(path), HubJson.Default.ModelCard) : null;
        }
        catch (JsonException)
        {
            // It only describes: the model itself is as good without it, and the next pull writes it anew.
            return null;
        }
    }

    public void Save(string folder)
    {
        var draft = Path.Combine(folder, FileName + ".partial");
        File.WriteAllBytes(draft, [.. JsonSerializer.SerializeToUtf8Bytes(this, HubJson.Default.ModelCard), (byte)'\n']);
        File.Move(draft, Path.Combine(folder, FileName), overwrite: true);
    }
}
