using System.Net.Http.Headers;

namespace ReasoningGrains.Models.Hub;

/// <summary>A file on its way: <c>NAME.partial</c>, beside it the entity tag of the version that its bytes are of.</summary>
/// <param name="target">Where it goes when it is whole.</param>
internal sealed class PartialFile(string target)
{
    private readonly string tagPath = target + ".partial.etag";

    public string Path { get; } = target + ".partial";

    /// <summary>Null when its bytes cannot be told to belong to a version.</summary>
    public EntityTagHeaderValue? Tag => File.Exists(tagPath) && EntityTagHeaderValue.TryParse(File.ReadAllText(tagPath), out var tag) && !tag.IsWeak ? tag : null;

    /// <summary>Bytes to go on from.</summary>
    public long Length => Tag is not null && new FileInfo(Path) is { Exists: true } file ? file.Length : 0;

    /// <summary>Opens it empty, for a version of the file.</summary>
    public FileStream Start(EntityTagHeaderValue? tag)
    {
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(Path)!);
        File.Delete(tagPath);
        var stream = Open(FileMode.Create);
        if (tag is { IsWeak: false })
        {
            File.WriteAllText(tagPath, tag.ToString());
        }

        return stream;
    }

    public FileStream GoOn() => Open(FileMode.Append);

    public void Discard()
    {
        File.Delete(Path);
        File.Delete(tagPath);
    }

    /// <summary>Puts it in its place in one step.</summary>
    public void Publish()
    {
        File.Move(Path, target, overwrite: true);
        File.Delete(tagPath);
    }

    // Without a buffer of its own, so that closing it after a write failed does not write again.
    private FileStream Open(FileMode mode) => new(Path, new FileStreamOptions { Mode = mode, Access = FileAccess.Write, Share = FileShare.None, BufferSize = 0, Options = FileOptions.Asynchronous });
}
