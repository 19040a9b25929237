using System.Runtime.CompilerServices;

namespace ReasoningGrains.Attention.Kernels;

/// <summary>Four registers that accumulate one row.</summary>
internal unsafe struct Quad<TLanes>
    where TLanes : unmanaged, ILanes<TLanes>
{
    private TLanes r0;
    private TLanes r1;
    private TLanes r2;
    private TLanes r3;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Load(float* source)
    {
        r0 = TLanes.Load(source);
        r1 = TLanes.Load(source + TLanes.Width);
        r2 = TLanes.Load(source + (2 * TLanes.Width));
        r3 = TLanes.Load(source + (3 * TLanes.Width));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Add(float weight, TLanes v0, TLanes v1, TLanes v2, TLanes v3)
    {
        var w = TLanes.Broadcast(weight);
        r0 = TLanes.MultiplyAdd(w, v0, r0);
        r1 = TLanes.MultiplyAdd(w, v1, r1);
        r2 = TLanes.MultiplyAdd(w, v2, r2);
        r3 = TLanes.MultiplyAdd(w, v3, r3);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly void Store(float* destination)
    {
        TLanes.Store(r0, destination);
        TLanes.Store(r1, destination + TLanes.Width);
        TLanes.Store(r2, destination + (2 * TLanes.Width));
        TLanes.Store(r3, destination + (3 * TLanes.Width));
    }
}
