using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace ReasoningGrains.Training.Native;

/// <summary>
/// TorchSharp's native library asks for the C++ library of GCC 13; Debian 12 and Ubuntu 22.04 have that of GCC 12.
/// Of the newer one it uses a single symbol that does nothing but be there, so where the system is older, the copy beside this program is freed of it.
/// </summary>
internal static class TorchLibrary
{
    private const string Name = "libLibTorchSharp.so";

#pragma warning disable CA2255 // This is a program, and nothing of TorchSharp may be touched before.
    [ModuleInitializer]
#pragma warning restore CA2255
    internal static void Prepare()
    {
        if (OperatingSystem.IsLinux() && RuntimeInformation.ProcessArchitecture == Architecture.X64 && !NewEnough())
        {
            var path = Path.Combine(AppContext.BaseDirectory, "runtimes", "linux-x64", "native", Name);
            if (File.Exists(path))
            {
                Free(path);
            }
        }
    }

    private static bool NewEnough()
        => NativeLibrary.TryLoad("libstdc++.so.6", out var handle) && NativeLibrary.TryGetExport(handle, NewerSymbol.Name, out _);

    private static void Free(string path)
    {
        var bytes = File.ReadAllBytes(path);
        if (!NewerSymbol.Remove(bytes))
        {
            return;
        }

        // Written aside and moved: another process may be loading it. The old time keeps the build from copying the original again.
        var (aside, time) = ($"{path}.{Environment.ProcessId}", File.GetLastWriteTimeUtc(path));
        File.WriteAllBytes(aside, bytes);
        File.SetLastWriteTimeUtc(aside, time);
        File.Move(aside, path, overwrite: true);
    }
}
