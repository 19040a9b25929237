using System.Text.RegularExpressions;

namespace ReasoningGrains.Models.Hub;

/// <summary>What to pull: a repository, or one file of it.</summary>
/// <param name="Repository"><c>owner/name</c>, or <c>name</c> of the old repositories without an owner.</param>
/// <param name="File">Path inside the repository, or null for what a model folder needs.</param>
public sealed partial record HubReference(string Repository, string? File)
{
    /// <summary>Reads <c>REPO</c> or <c>REPO/FILE</c>.</summary>
    /// <exception cref="HubException">It is neither.</exception>
    public static HubReference Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var parts = text.Split('/');
        var owned = parts.Length > 1;
        var file = parts.Length > 2 ? string.Join('/', parts.Skip(2)) : null;
        if (!parts.Take(owned ? 2 : 1).All(part => Name().IsMatch(part)) || (file is not null && !(HubFileName.IsInside(file) && HubFileName.IsPortable(file))))
        {
            throw new HubException($"'{text}' is no repository; give OWNER/NAME or OWNER/NAME/FILE, e.g. Qwen/Qwen3-0.6B-GGUF.");
        }

        return new HubReference(string.Join('/', parts.Take(2)), file);
    }

    [GeneratedRegex(@"\A[A-Za-z0-9_-][A-Za-z0-9._-]{0,95}\z")]
    private static partial Regex Name();
}
