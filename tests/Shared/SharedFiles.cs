namespace ReasoningGrains.Tests;

/// <summary>Models and goldens that stand beside the repository; a test that needs them is skipped, with the reason, where they are absent.</summary>
internal static class SharedFiles
{
    private static readonly string Root = Path.GetFullPath(Path.Combine(Repository.Root, "..", "shared"));

    /// <summary>Path of a file or folder under <c>shared/</c>; skips the test when it is not there.</summary>
    public static string Require(string relative)
    {
        if (!Has(relative))
        {
            Assert.Skip($"shared/{relative} is not beside the repository.");
        }

        return Place(relative);
    }

    /// <summary>Whether it is there: a fixture cannot skip the tests that it is for.</summary>
    public static bool Has(string relative) => Path.Exists(Place(relative));

    private static string Place(string relative)
        => relative.StartsWith("models/", StringComparison.Ordinal) && Environment.GetEnvironmentVariable("REASONINGGRAINS_MODELS") is { Length: > 0 } models
            ? Path.Combine(models, relative["models/".Length..])
            : Path.Combine(Root, relative);
}
