using System.Runtime.InteropServices;

namespace ReasoningGrains.Inference.Onnx;

/// <summary>Memory that ONNX Runtime reads or writes in place: aligned, and never moved.</summary>
internal sealed unsafe class NativeBuffer<T> : IDisposable
    where T : unmanaged
{
    private readonly int length;
    private void* memory;

    public NativeBuffer(long length)
    {
        this.length = checked((int)length);
        Bytes = length * sizeof(T);
        memory = NativeMemory.AlignedAlloc((nuint)Bytes, 64);
        NativeMemory.Clear(memory, (nuint)Bytes);
    }

    public long Bytes { get; }

    public nint Address => (nint)memory;

    public Span<T> Span => new(memory, length);

    public void Dispose()
    {
        NativeMemory.AlignedFree(memory);
        memory = null;
    }
}
