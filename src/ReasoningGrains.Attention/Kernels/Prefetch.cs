using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;

namespace ReasoningGrains.Attention.Kernels;

/// <summary>Asks for memory before it is needed: a head of a block is too short for the hardware to notice the stream in time.</summary>
internal static unsafe class Prefetch
{
    private const int Line = 64;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Range(byte* start, int bytes)
    {
        if (Sse.IsSupported)
        {
            for (var at = 0; at < bytes; at += Line)
            {
                Sse.Prefetch1(start + at);
            }
        }
    }
}
