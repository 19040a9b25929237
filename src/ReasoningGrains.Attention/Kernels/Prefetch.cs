using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;

namespace ReasoningGrains.Attention.Kernels;

/// <summary>Asks for memory before it is needed; does nothing where the processor has no such instruction.</summary>
internal static unsafe class Prefetch
{
    private const int LineBytes = 64;

    /// <summary>The lines of a range, into the second cache: a head of a block is too short for the hardware to notice the stream in time.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Range(byte* start, int bytes)
    {
        if (Sse.IsSupported)
        {
            for (var at = 0; at < bytes; at += LineBytes)
            {
                Sse.Prefetch1(start + at);
            }
        }
    }

    /// <summary>The line of an address, into the nearest cache. The address may lie beyond what is there.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Line(void* address)
    {
        if (Sse.IsSupported)
        {
            Sse.Prefetch0(address);
        }
    }
}
