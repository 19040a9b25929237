using ReasoningGrains.Models.Files;

namespace ReasoningGrains.Models.Hub;

/// <summary>The folder of pulled models: a folder a repository, <c>owner/name</c>. Models that were put there by hand count too.</summary>
/// <param name="folder">Made when something is pulled.</param>
/// <param name="builtIn">Folder of the model that comes with the program; null is <see cref="BuiltInModel.DefaultFolder"/>.</param>
public sealed class ModelStore(string folder, string? builtIn = null)
{
    // owner / name / folders inside the repository.
    private const int Depth = 6;

    /// <summary>The user's own: <c>$XDG_DATA_HOME</c> or <c>~/.local/share</c>, then <c>reasoning-grains/models</c>.</summary>
    public static string DefaultFolder
        => Path.Combine(
            Environment.GetEnvironmentVariable("XDG_DATA_HOME") is { Length: > 0 } data ? data : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".local", "share"),
            "reasoning-grains",
            "models");

    public string Folder { get; } = Path.GetFullPath(folder);

    /// <summary>The model that comes with the program; it lies outside the store.</summary>
    public StoredModel BuiltIn { get; } = new(BuiltInModel.Name, builtIn ?? BuiltInModel.DefaultFolder);

    /// <summary>All models in the store, by name.</summary>
    public IReadOnlyList<StoredModel> List()
    {
        if (!Directory.Exists(Folder))
        {
            return [];
        }

        var all = new EnumerationOptions { RecurseSubdirectories = true, MaxRecursionDepth = Depth, IgnoreInaccessible = true };
        var files = Directory.EnumerateFiles(Folder, "*.gguf", all);
        var folders = Directory.EnumerateFiles(Folder, "config.json", all).Select(f => Path.GetDirectoryName(f)!).Where(f => Directory.EnumerateFiles(f, "model*.safetensors").Any());
        return [.. files.Concat(folders).Select(path => new StoredModel(Path.GetRelativePath(Folder, path).Replace('\\', '/'), path)).OrderBy(m => m.Name, StringComparer.Ordinal)];
    }

    /// <summary>The path of what a user names: a file or folder as it is, else the model of that name or of a name that holds it between slashes. Without a name, the built-in model.</summary>
    /// <exception cref="ModelFormatException">There is none, or more than one; the message lists what there is.</exception>
    public string Resolve(string? pathOrName)
    {
        if (string.IsNullOrEmpty(pathOrName))
        {
            return BuiltInModel.Checked(BuiltIn.Path);
        }

        if (Path.Exists(pathOrName) || Path.IsPathRooted(pathOrName) || pathOrName[0] == '.')
        {
            return pathOrName;
        }

        var stored = List();
        var matches = stored.Where(m => m.Name == pathOrName).DefaultIfEmpty().First() is { } exact
            ? [exact]
            : stored.Where(m => $"/{m.Name}/".Contains($"/{pathOrName}/", StringComparison.OrdinalIgnoreCase)).ToArray();
        return matches.Length switch
        {
            1 => matches[0].Path,
            0 when pathOrName == BuiltInModel.Name => BuiltInModel.Checked(BuiltIn.Path),
            0 => throw new ModelFormatException($"{pathOrName} does not exist as a path, and the store {Folder} holds no model of that name; it holds {Names(stored)}."),
            _ => throw new ModelFormatException($"{pathOrName} may be any of {Names(matches)} in the store {Folder}; give the whole name."),
        };
    }

    /// <summary>Brings a model's files; those that are whole already stay.</summary>
    /// <exception cref="HubException">A file cannot be had.</exception>
    public async Task<IReadOnlyList<PulledFile>> Pull(HubClient hub, HubModel model, IProgress<PullProgress>? progress, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(hub);
        ArgumentNullException.ThrowIfNull(model);
        var home = Path.Combine(Folder, Path.Combine(model.Repository.Split('/')));
        var pulled = new List<PulledFile>();
        foreach (var file in model.Files)
        {
            var path = Path.Combine(home, Path.Combine(file.Name.Split('/')));
            var whole = await IsWhole(file, path, cancellation);
            pulled.Add(new PulledFile(file.Name, path, whole ? file.Checksum : await hub.Fetch(model.Repository, file, path, progress, cancellation), whole));
            var length = MappedFile.LengthOf(path);
            progress?.Report(new PullProgress(file.Name, length, length));
        }

        Describe(hub, model, home, pulled);
        return pulled;
    }

    private static void Describe(HubClient hub, HubModel model, string home, List<PulledFile> pulled)
    {
        var files = ModelCard.Find(home)?.Files ?? [];
        pulled.ForEach(f => files[f.Name] = f.Checked?.ToString() ?? "size only");
        new ModelCard { Repository = model.Repository, Endpoint = hub.Endpoint, Commit = model.Commit, License = model.License, Files = files }.Save(home);
    }

    private static async Task<bool> IsWhole(HubFile file, string path, CancellationToken cancellation)
        => File.Exists(path) && file.Checksum is { } checksum && (file.Size is null || file.Size == MappedFile.LengthOf(path)) && await checksum.Matches(path, cancellation);

    private static string Names(IReadOnlyList<StoredModel> models) => models.Count == 0 ? "none (see reasoning models pull)" : string.Join(", ", models.Select(m => m.Name));
}

/// <summary>A model in the store.</summary>
/// <param name="Name">Its path below the store, with slashes: <c>owner/name</c> of a folder, <c>owner/name/file.gguf</c> of a file.</param>
/// <param name="Path">On this machine.</param>
public sealed record StoredModel(string Name, string Path);
