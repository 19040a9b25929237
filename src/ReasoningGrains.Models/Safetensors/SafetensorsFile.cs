using System.Buffers.Binary;
using System.Text.Json;
using ReasoningGrains.Models.Files;

namespace ReasoningGrains.Models.Safetensors;

/// <summary>A safetensors file (github.com/huggingface/safetensors, "Format"), mapped; its header is read and checked when it is opened.</summary>
internal sealed class SafetensorsFile : IDisposable
{
    // The reference implementation's own limit.
    private const long MostHeaderBytes = 100_000_000;

    private readonly MappedFile file;

    private SafetensorsFile(MappedFile file, IReadOnlyList<SafetensorsTensor> tensors)
    {
        this.file = file;
        Tensors = tensors;
    }

    public IReadOnlyList<SafetensorsTensor> Tensors { get; }

    /// <exception cref="ModelFormatException">The file is not a whole, sound safetensors file.</exception>
    public static SafetensorsFile Open(string path)
    {
        var file = new MappedFile(path);
        try
        {
            return new SafetensorsFile(file, ReadHeader(file));
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // Text that is not UTF-8 is found only when it is read, and comes as InvalidOperationException.
            file.Dispose();
            throw new ModelFormatException($"{path}: the header is not the JSON that it must be: {e.Message}", e);
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    public void Dispose() => file.Dispose();

    private static List<SafetensorsTensor> ReadHeader(MappedFile file)
    {
        if (file.Length < 8)
        {
            throw new ModelFormatException($"{file.Path} has {file.Length} bytes; a safetensors file begins with 8 that tell its header's length.");
        }

        var length = BinaryPrimitives.ReadUInt64LittleEndian(file.Span(0, 8));
        if (length > (ulong)Math.Min(MostHeaderBytes, file.Length - 8))
        {
            throw new ModelFormatException($"{file.Path}: the header claims {length} bytes; at most {Math.Min(MostHeaderBytes, file.Length - 8)} are possible.");
        }

        using var header = JsonDocument.Parse(file.Span(8, (int)length).ToArray(), new JsonDocumentOptions { MaxDepth = 8 });
        if (header.RootElement.ValueKind != JsonValueKind.Object)
        {
            throw new ModelFormatException($"{file.Path}: the header must be an object.");
        }

        var tensors = new List<SafetensorsTensor>();
        foreach (var property in header.RootElement.EnumerateObject())
        {
            if (property.Name != "__metadata__")
            {
                tensors.Add(ReadTensor(file, property, 8 + (long)length));
            }
        }

        RefuseOverlap(file.Path, tensors);
        return tensors;
    }

    private static SafetensorsTensor ReadTensor(MappedFile file, JsonProperty property, long begin)
    {
        var name = property.Name;
        SafetensorsEntry entry;
        try
        {
            entry = property.Value.Deserialize(SafetensorsJson.Default.SafetensorsEntry) ?? throw new JsonException("it is null");
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            throw new ModelFormatException($"{file.Path}: the header's entry of {name} is not sound: {e.Message}", e);
        }

        var bytes = SafetensorsTensor.ElementBytes(entry.Type)
            ?? throw new ModelFormatException($"{file.Path}: tensor {name} has type {entry.Type}; supported are F32, F16 and BF16.");
        UInt128 size = (UInt128)bytes;
        foreach (var dimension in entry.Shape)
        {
            size = dimension < 0 || size > long.MaxValue ? UInt128.MaxValue : size * (UInt128)dimension;
        }

        var (from, to) = entry.Offsets is [var a, var b] ? (a, b) : (-1, -1);
        if (from < 0 || to < from || to > file.Length - begin || size != (UInt128)(to - from))
        {
            throw new ModelFormatException($"{file.Path}: tensor {name} of shape [{string.Join(", ", entry.Shape)}] and type {entry.Type} lies at {from} to {to}; it must take exactly its size inside {file.Length - begin} bytes.");
        }

        var columns = entry.Shape.Length == 0 ? 1 : entry.Shape[^1];
        var elements = (to - from) / bytes;
        if (elements == 0 || columns > int.MaxValue / 4 || elements / columns > int.MaxValue)
        {
            throw new ModelFormatException($"{file.Path}: tensor {name} has the shape [{string.Join(", ", entry.Shape)}], which no weight has.");
        }

        return new SafetensorsTensor(file, name, entry.Type, (int)(elements / columns), (int)columns, begin + from);
    }

    private static void RefuseOverlap(string path, List<SafetensorsTensor> tensors)
    {
        SafetensorsTensor? before = null;
        foreach (var tensor in tensors.OrderBy(t => t.Offset))
        {
            if (before is not null && before.End > tensor.Offset)
            {
                throw new ModelFormatException($"{path}: tensors {before.Name} and {tensor.Name} overlap.");
            }

            before = tensor;
        }
    }
}
