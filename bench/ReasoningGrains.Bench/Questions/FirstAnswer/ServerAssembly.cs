namespace ReasoningGrains.Bench.Questions.FirstAnswer;

/// <summary>Where the server is.</summary>
internal static class ServerAssembly
{
    private const string Project = "ReasoningGrains.Server";

    /// <summary>Beside the bench where both are published, else in the build of the solution; null when in neither.</summary>
    public static string? Built()
    {
        var output = Path.TrimEndingDirectorySeparator(AppContext.BaseDirectory);
        var configuration = Path.Combine("bin", Path.GetFileName(Path.GetDirectoryName(output))!, Path.GetFileName(output));
        var inBuild = Parents(output).FirstOrDefault(f => File.Exists(Path.Combine(f, "ReasoningGrains.sln"))) is { } solution
            ? Path.Combine(solution, "src", Project, configuration, $"{Project}.dll") : null;
        return new[] { Path.Combine(output, $"{Project}.dll"), inBuild }.FirstOrDefault(File.Exists);
    }

    private static IEnumerable<string> Parents(string? folder)
    {
        for (; folder is not null; folder = Path.GetDirectoryName(folder))
        {
            yield return folder;
        }
    }
}
