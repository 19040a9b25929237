namespace ReasoningGrains.Tests;

/// <summary>Models and goldens that stand beside the repository; a test that needs them is skipped, with the reason, where they are absent.</summary>
internal static class SharedFiles
{
    private static readonly string? Root = Find();

    /// <summary>Path of a file or folder under <c>shared/</c>; skips the test when it is not there.</summary>
    public static string Require(string relative)
    {
        var path = relative.StartsWith("models/", StringComparison.Ordinal) && Environment.GetEnvironmentVariable("REASONINGGRAINS_MODELS") is { Length: > 0 } models
            ? Path.Combine(models, relative["models/".Length..])
            : Root is null ? null : Path.Combine(Root, relative);
        if (path is null || !Path.Exists(path))
        {
            Assert.Skip($"shared/{relative} is not beside the repository.");
        }

        return path;
    }

    private static string? Find()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "ReasoningGrains.sln")))
            {
                var shared = Path.Combine(folder.FullName, "..", "shared");
                return Directory.Exists(shared) ? Path.GetFullPath(shared) : null;
            }
        }

        return null;
    }
}
