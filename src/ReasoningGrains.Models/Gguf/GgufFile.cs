using ReasoningGrains.Models.Files;
using ReasoningGrains.Models.Gguf.Quantization;

namespace ReasoningGrains.Models.Gguf;

/// <summary>A GGUF file, version 3 (github.com/ggml-org/ggml, docs/gguf.md), mapped; its header is read and checked when it is opened.</summary>
internal sealed class GgufFile : IDisposable
{
    private const uint Magic = 0x46554747;
    private const int LeastPair = 8 + 4 + 1;
    private const int LeastTensor = 8 + 4 + 8 + 4 + 8;
    private const int MostDimensions = 4;

    private GgufFile(MappedFile file, GgufMetadata metadata, IReadOnlyDictionary<string, GgufTensorInfo> tensors)
    {
        File = file;
        Metadata = metadata;
        Tensors = tensors;
    }

    public MappedFile File { get; }

    public GgufMetadata Metadata { get; }

    /// <summary>By name, in file order.</summary>
    public IReadOnlyDictionary<string, GgufTensorInfo> Tensors { get; }

    /// <exception cref="ModelFormatException">The file is not a whole, sound GGUF file.</exception>
    public static GgufFile Open(string path)
    {
        var file = new MappedFile(path);
        try
        {
            return Read(file);
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    public void Dispose() => File.Dispose();

    private static GgufFile Read(MappedFile file)
    {
        var cursor = new GgufCursor(file);
        if (cursor.UInt32("the magic number") != Magic)
        {
            throw new ModelFormatException($"{file.Path} is not a GGUF file: it does not begin with \"GGUF\".");
        }

        var version = cursor.UInt32("the version");
        if (version is not (2 or 3))
        {
            throw new ModelFormatException($"{file.Path} has GGUF version {version}; 2 and 3 are supported.");
        }

        var tensorCount = cursor.Count("the number of tensors", LeastTensor);
        var pairCount = cursor.Count("the number of metadata pairs", LeastPair);
        var metadata = new GgufMetadata(file.Path, ReadPairs(file, cursor, pairCount));
        return new GgufFile(file, metadata, ReadTensors(file, cursor, tensorCount, metadata.FindInteger("general.alignment") ?? 32));
    }

    private static Dictionary<string, object> ReadPairs(MappedFile file, GgufCursor cursor, int count)
    {
        var pairs = new Dictionary<string, object>();
        for (var i = 0; i < count; i++)
        {
            var key = cursor.Text("a metadata key");
            if (!pairs.TryAdd(key, GgufValues.Read(file.Path, cursor, key)))
            {
                throw new ModelFormatException($"{file.Path}: the metadata key {key} stands there twice.");
            }
        }

        return pairs;
    }

    private static Dictionary<string, GgufTensorInfo> ReadTensors(MappedFile file, GgufCursor cursor, int count, int alignment)
    {
        if (alignment <= 0 || (alignment & (alignment - 1)) != 0)
        {
            throw new ModelFormatException($"{file.Path}: general.alignment is {alignment}; it must be a power of two.");
        }

        var tensors = new List<GgufTensorInfo>();
        for (var i = 0; i < count; i++)
        {
            tensors.Add(ReadTensor(file, cursor));
        }

        var begin = (cursor.Position + alignment - 1) / alignment * alignment;
        var placed = new Dictionary<string, GgufTensorInfo>();
        foreach (var tensor in tensors)
        {
            var size = (long)tensor.Rows * tensor.RowBytes;
            if (tensor.Offset < 0 || tensor.Offset > file.Length - begin - size)
            {
                throw new ModelFormatException($"{file.Path}: tensor {tensor.Name} ({size} bytes at {tensor.Offset}) reaches beyond the end of the file.");
            }

            if (!placed.TryAdd(tensor.Name, tensor with { Offset = begin + tensor.Offset }))
            {
                throw new ModelFormatException($"{file.Path}: tensor {tensor.Name} stands there twice.");
            }
        }

        RefuseOverlap(file.Path, placed.Values);
        return placed;
    }

    private static GgufTensorInfo ReadTensor(MappedFile file, GgufCursor cursor)
    {
        var name = cursor.Text("a tensor's name");
        var dimensions = cursor.UInt32($"the dimensions of {name}");
        if (dimensions is 0 or > MostDimensions)
        {
            throw new ModelFormatException($"{file.Path}: tensor {name} has {dimensions} dimensions; 1 to {MostDimensions} are allowed.");
        }

        var columns = cursor.UInt64($"the shape of {name}");
        UInt128 rows = 1;
        for (var d = 1; d < dimensions; d++)
        {
            rows *= cursor.UInt64($"the shape of {name}");
            rows = rows > int.MaxValue ? UInt128.MaxValue >> 64 : rows;
        }

        var number = cursor.UInt32($"the type of {name}");
        var type = Enum.IsDefined((GgufType)number)
            ? (GgufType)number
            : throw new ModelFormatException($"{file.Path}: tensor {name} has type {number}; supported are {string.Join(", ", Enum.GetNames<GgufType>())}.");
        var offset = cursor.UInt64($"the offset of {name}");
        var block = Dequantizer.Of(type);
        if (columns is 0 or > int.MaxValue || rows == 0 || rows > int.MaxValue || columns % (ulong)block.BlockSize != 0 || columns * (ulong)block.BlockBytes / (ulong)block.BlockSize > int.MaxValue)
        {
            throw new ModelFormatException($"{file.Path}: tensor {name} has rows of {columns} and {rows} of them; a row of type {type} must be a multiple of {block.BlockSize}.");
        }

        return new GgufTensorInfo(name, type, (int)columns, (int)rows, offset > long.MaxValue ? -1 : (long)offset, (int)(columns * (ulong)block.BlockBytes / (ulong)block.BlockSize));
    }

    private static void RefuseOverlap(string path, IEnumerable<GgufTensorInfo> tensors)
    {
        GgufTensorInfo? before = null;
        foreach (var tensor in tensors.OrderBy(t => t.Offset))
        {
            if (before is not null && before.Offset + ((long)before.Rows * before.RowBytes) > tensor.Offset)
            {
                throw new ModelFormatException($"{path}: tensors {before.Name} and {tensor.Name} overlap.");
            }

            before = tensor;
        }
    }
}
