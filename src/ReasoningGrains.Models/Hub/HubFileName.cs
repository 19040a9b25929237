namespace ReasoningGrains.Models.Hub;

/// <summary>Names of files come from the host: none may leave the folder that it is written under.</summary>
internal static class HubFileName
{
    public static bool IsSafe(string name)
        => name.Length is > 0 and <= 512
        && name.Split('/').All(part => part is not ("" or "." or ".."))
        && !name.Any(c => char.IsControl(c) || c is '\\' or ':' or '*' or '?' or '"' or '<' or '>' or '|');
}
