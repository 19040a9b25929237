using System.Diagnostics;
using ReasoningGrains.Cli.Talking;

namespace ReasoningGrains.Cli.Serving;

/// <summary>Another program of this solution, started as a process of its own.</summary>
internal static class Companion
{
    private static readonly string[] ProjectFolders = ["src", "bench"];

    /// <summary>The program's assembly: beside this one where both are published, else where the build of the solution puts it.</summary>
    /// <exception cref="FileNotFoundException">It is in neither place.</exception>
    public static string Assembly(string project)
    {
        var published = Path.Combine(AppContext.BaseDirectory, $"{project}.dll");
        var built = Built(project);
        return File.Exists(published) ? published
            : File.Exists(built) ? built
            : throw new FileNotFoundException($"{project} is neither at {published} nor in the solution's build; build the solution first.");
    }

    /// <summary>Runs it on this terminal to its end; a request to end is passed on.</summary>
    public static async Task<int> Run(string project, IReadOnlyList<string> arguments)
    {
        using var interrupts = new Interrupts();
        using var process = Process.Start(new ProcessStartInfo("dotnet", [Assembly(project), .. arguments]))!;
        await using var passing = interrupts.Ending.Register(() => Terminate(process));
        await process.WaitForExitAsync(CancellationToken.None);
        return process.ExitCode;
    }

    /// <summary>Starts it deaf to Ctrl-C, which the terminal sends to every process of a chat.</summary>
    public static ProcessStartInfo Deaf(string project, IReadOnlyList<string> arguments) => OperatingSystem.IsWindows()
        ? new ProcessStartInfo("dotnet", [Assembly(project), .. arguments]) { CreateNewProcessGroup = true }
        : new ProcessStartInfo("sh", ["-c", "trap '' INT; exec \"$0\" \"$@\"", "dotnet", Assembly(project), .. arguments]);

    private static string? Built(string project)
    {
        var output = Path.TrimEndingDirectorySeparator(AppContext.BaseDirectory);
        var configuration = Path.Combine("bin", Path.GetFileName(Path.GetDirectoryName(output))!, Path.GetFileName(output));
        for (var folder = new DirectoryInfo(output); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "ReasoningGrains.sln")))
            {
                return ProjectFolders.Select(s => Path.Combine(folder.FullName, s, project, configuration, $"{project}.dll")).FirstOrDefault(File.Exists);
            }
        }

        return null;
    }

    private static void Terminate(Process process)
    {
        if (OperatingSystem.IsWindows())
        {
            process.Kill(entireProcessTree: true);
            return;
        }

        using var kill = Process.Start("sh", ["-c", "kill -s TERM \"$0\"", $"{process.Id}"]);
    }
}
