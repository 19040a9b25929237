using System.Text.RegularExpressions;

namespace ReasoningGrains.Models.Hub;

/// <summary>Chooses what to pull of a repository.</summary>
internal static partial class ModelFiles
{
    private const string Config = "config.json";

    /// <summary>The file that is named, else what a model folder needs, else the only GGUF file.</summary>
    /// <exception cref="HubException">There is no such file, no model, or more than one GGUF file to choose from.</exception>
    public static IReadOnlyList<HubFile> Choose(HubReference wanted, IReadOnlyList<HubFile> files)
    {
        if (wanted.File is not null)
        {
            return [files.FirstOrDefault(f => f.Name == wanted.File) ?? throw new HubException($"{wanted.Repository} has no file {wanted.File}; its models are: {Listed(files.Where(f => IsGguf(f) || Weights().IsMatch(f.Name)))}.")];
        }

        if (files.Any(f => f.Name == Config) && files.Any(f => Weights().IsMatch(f.Name)))
        {
            // The configuration comes last: without it a folder that is half there is not taken for a model.
            return [.. files.Where(f => Needed(f.Name, files)).OrderBy(f => f.Name == Config)];
        }

        var ggufs = files.Where(IsGguf).ToArray();
        return ggufs.Length switch
        {
            1 => ggufs,
            0 => throw new HubException($"{wanted.Repository} holds no model: neither config.json with model.safetensors (or its shards), nor a GGUF file."),
            _ => throw new HubException($"{wanted.Repository} holds {ggufs.Length} GGUF files; name one as {wanted.Repository}/FILE: {Listed(ggufs)}."),
        };
    }

    private static bool Needed(string name, IReadOnlyList<HubFile> files)
        // Some repositories hold the weights whole and in shards: the reader takes them whole.
        => Weights().IsMatch(name) ? name == "model.safetensors" || files.All(f => f.Name != "model.safetensors")
        : name is Config or "generation_config.json" or "model.safetensors.index.json"
        || (!name.Contains('/', StringComparison.Ordinal) && (name.StartsWith("tokenizer", StringComparison.Ordinal) || name.StartsWith("chat_template", StringComparison.Ordinal) || name.StartsWith("LICENSE", StringComparison.OrdinalIgnoreCase)));

    private static bool IsGguf(HubFile file) => file.Name.EndsWith(".gguf", StringComparison.OrdinalIgnoreCase);

    private static string Listed(IEnumerable<HubFile> files) => string.Join(", ", files.Select(f => f.Name)) is { Length: > 0 } names ? names : "none";

    [GeneratedRegex(@"\Amodel(-\d+-of-\d+)?\.safetensors\z")]
    private static partial Regex Weights();
}
