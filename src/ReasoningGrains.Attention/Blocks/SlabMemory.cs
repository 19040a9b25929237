using System.Runtime.InteropServices;

namespace ReasoningGrains.Attention.Blocks;

/// <summary>Memory of slabs. Attended blocks lie all over it, so on Linux it asks for huge pages: with small ones a long conversation spends its time looking up addresses.</summary>
internal static unsafe partial class SlabMemory
{
    private const nuint HugePage = 2 << 20;
    private const int AdviseHugePages = 14;

    public static nint Allocate(long bytes)
    {
        var alignment = (nuint)bytes < HugePage ? 4096 : HugePage;
        var memory = (nint)NativeMemory.AlignedAlloc((nuint)bytes, alignment);
        if (OperatingSystem.IsLinux() && alignment == HugePage)
        {
            // Advice: that it is refused changes nothing but speed.
            _ = Advise(memory, (nuint)bytes / HugePage * HugePage, AdviseHugePages);
        }

        return memory;
    }

    public static void Free(nint memory) => NativeMemory.AlignedFree((void*)memory);

    [LibraryImport("libc", EntryPoint = "madvise")]
    private static partial int Advise(nint memory, nuint bytes, int advice);
}
