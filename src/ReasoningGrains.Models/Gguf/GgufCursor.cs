using System.Buffers.Binary;
using System.Text;
using ReasoningGrains.Models.Files;

namespace ReasoningGrains.Models.Gguf;

/// <summary>Reads a GGUF header from front to back; every length is checked against what is left of the file before anything is allocated.</summary>
internal sealed class GgufCursor(MappedFile file)
{
    private static readonly UTF8Encoding Strict = new(false, throwOnInvalidBytes: false);

    /// <summary>Far more than a chat template has.</summary>
    private const int MostText = 64 << 20;

    public long Position { get; private set; }

    public ReadOnlySpan<byte> Bytes(long count, string what)
    {
        if (count < 0 || count > file.Length - Position || count > int.MaxValue)
        {
            throw new ModelFormatException($"{file.Path}: {what} at byte {Position} needs {count} bytes, but {file.Length - Position} are left.");
        }

        var bytes = file.Span(Position, (int)count);
        Position += count;
        return bytes;
    }

    public uint UInt32(string what) => BinaryPrimitives.ReadUInt32LittleEndian(Bytes(4, what));

    public ulong UInt64(string what) => BinaryPrimitives.ReadUInt64LittleEndian(Bytes(8, what));

    public string Text(string what)
    {
        var length = UInt64(what);
        if (length > MostText)
        {
            throw new ModelFormatException($"{file.Path}: {what} at byte {Position} has {length} bytes; allowed are {MostText}.");
        }

        return Strict.GetString(Bytes((long)length, what));
    }

    /// <summary>A count of things that take at least so many bytes each.</summary>
    public int Count(string what, int leastBytes)
    {
        var count = UInt64(what);
        var most = (ulong)((file.Length - Position) / leastBytes);
        return count <= most && count <= int.MaxValue
            ? (int)count
            : throw new ModelFormatException($"{file.Path}: {what} is {count}, but the rest of the file holds at most {most}.");
    }
}
