using System.Runtime.InteropServices;

namespace ReasoningGrains.Models.Onnx;

/// <summary>The file beside a graph that holds its large tensors; written from front to back, never held in memory.</summary>
internal sealed class ExternalData(Stream stream, string fileName)
{
    // ONNX Runtime maps external data; page-aligned tensors are mapped in place.
    private const int Alignment = 4096;

    public string FileName => fileName;

    /// <summary>Begins a tensor; the bytes follow by <see cref="Write{T}"/>.</summary>
    public long Begin()
    {
        var padding = (int)((Alignment - (stream.Position % Alignment)) % Alignment);
        stream.Write(new byte[padding]);
        return stream.Position;
    }

    public void Write<T>(ReadOnlySpan<T> values)
        where T : unmanaged => stream.Write(MemoryMarshal.AsBytes(values));

    /// <summary>The tensor that began at an offset and ends here.</summary>
    public ExternalRange End(long begin) => new(begin, stream.Position - begin);
}

/// <summary>Where a tensor lies in the external file, in bytes.</summary>
internal readonly record struct ExternalRange(long Offset, long Length);
