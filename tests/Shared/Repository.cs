namespace ReasoningGrains.Tests;

/// <summary>The checkout that the tests were built in.</summary>
internal static class Repository
{
    public static string Root { get; } = Find();

    /// <summary>The model that is used where none is named.</summary>
    public static string BuiltIn => Path.Combine(Root, "models", "built-in");

    private static string Find()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "ReasoningGrains.sln")))
        {
            folder = folder.Parent ?? throw new InvalidOperationException($"No folder above {AppContext.BaseDirectory} holds ReasoningGrains.sln.");
        }

        return folder.FullName;
    }
}
