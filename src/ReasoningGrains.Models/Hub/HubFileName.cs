namespace ReasoningGrains.Models.Hub;

/// <summary>Names of files come from the host: none may leave the folder that it is written under.</summary>
internal static class HubFileName
{
    /// <summary>Whether it stays inside the folder on any system.</summary>
    public static bool IsInside(string name)
        => name.Length is > 0 and <= 512
        && name.Split('/').All(part => part is not ("" or "." or ".."))
        && name is not [_, ':', ..]
        && !name.Any(c => char.IsControl(c) || c is '\\');

    /// <summary>Whether any system can have a file of that name.</summary>
    public static bool IsPortable(string name) => !name.Any(c => c is ':' or '*' or '?' or '"' or '<' or '>' or '|');
}
