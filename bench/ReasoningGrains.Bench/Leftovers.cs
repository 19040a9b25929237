using System.Collections.Concurrent;
using System.Diagnostics;

namespace ReasoningGrains.Bench;

/// <summary>What a run would leave behind that is stopped in its middle: it is deleted, and ended, with this process.</summary>
internal static class Leftovers
{
    private static readonly ConcurrentDictionary<string, bool> Folders = [];
    private static readonly ConcurrentDictionary<Process, bool> Processes = [];

    static Leftovers() => AppDomain.CurrentDomain.ProcessExit += (_, _) => Remove();

    /// <summary>Makes a folder of the run's own.</summary>
    public static string Folder()
    {
        var folder = Directory.CreateTempSubdirectory("reasoninggrains-").FullName;
        Folders[folder] = true;
        return folder;
    }

    public static void Delete(string folder)
    {
        Directory.Delete(folder, recursive: true);
        Folders.TryRemove(folder, out _);
    }

    public static void Process(Process process) => Processes[process] = true;

    public static void Ended(Process process) => Processes.TryRemove(process, out _);

    private static void Remove()
    {
        foreach (var process in Processes.Keys)
        {
            process.Kill(entireProcessTree: true);
            process.WaitForExit();
        }

        foreach (var folder in Folders.Keys)
        {
            try
            {
                Directory.Delete(folder, recursive: true);
            }
            catch (IOException)
            {
                // Something still writes there; the system clears its folder for such files.
            }
        }
    }
}
