using System.Runtime.CompilerServices;

namespace ReasoningGrains.Attention.Kernels;

/// <summary>Registers that accumulate one row: four, or the first two of them.</summary>
internal unsafe struct Quad<TLanes>
    where TLanes : unmanaged, ILanes<TLanes>
{
    public TLanes R0;
    public TLanes R1;
    public TLanes R2;
    public TLanes R3;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Load(float* source, bool all)
    {
        R0 = TLanes.Load(source);
        R1 = TLanes.Load(source + TLanes.Width);
        if (all)
        {
            R2 = TLanes.Load(source + (2 * TLanes.Width));
            R3 = TLanes.Load(source + (3 * TLanes.Width));
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly void Store(float* destination, bool all)
    {
        TLanes.Store(R0, destination);
        TLanes.Store(R1, destination + TLanes.Width);
        if (all)
        {
            TLanes.Store(R2, destination + (2 * TLanes.Width));
            TLanes.Store(R3, destination + (3 * TLanes.Width));
        }
    }
}
