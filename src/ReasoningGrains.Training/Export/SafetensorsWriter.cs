using System.Buffers.Binary;
using System.Text.Json;

namespace ReasoningGrains.Training.Export;

/// <summary>Writes a safetensors file of 16-bit floats (github.com/huggingface/safetensors, "Format").</summary>
internal static class SafetensorsWriter
{
    /// <param name="path">The file.</param>
    /// <param name="tensors">Name, shape and values, row-major.</param>
    public static void Write(string path, IReadOnlyList<ExportedTensor> tensors)
    {
        using var header = new MemoryStream();
        using (var json = new Utf8JsonWriter(header))
        {
            WriteHeader(json, tensors);
        }

        // The header is padded so that the data begins at a multiple of 8.
        var padding = (8 - (int)(header.Length % 8)) % 8;
        using var file = File.Create(path);
        Span<byte> number = stackalloc byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(number, header.Length + padding);
        file.Write(number);
        file.Write(header.ToArray());
        file.Write("        "u8[..padding]);
        Span<byte> half = stackalloc byte[2];
        foreach (var value in tensors.SelectMany(t => t.Values))
        {
            BinaryPrimitives.WriteHalfLittleEndian(half, (Half)value);
            file.Write(half);
        }
    }

    private static void WriteHeader(Utf8JsonWriter json, IReadOnlyList<ExportedTensor> tensors)
    {
        json.WriteStartObject();
        json.WriteStartObject("__metadata__");
        json.WriteString("format", "pt");
        json.WriteEndObject();
        long offset = 0;
        foreach (var tensor in tensors)
        {
            json.WriteStartObject(tensor.Name);
            json.WriteString("dtype", "F16");
            WriteNumbers(json, "shape", tensor.Shape);
            WriteNumbers(json, "data_offsets", [offset, offset += tensor.Values.Length * 2L]);
            json.WriteEndObject();
        }

        json.WriteEndObject();
    }

    private static void WriteNumbers(Utf8JsonWriter json, string name, IEnumerable<long> numbers)
    {
        json.WriteStartArray(name);
        foreach (var number in numbers)
        {
            json.WriteNumberValue(number);
        }

        json.WriteEndArray();
    }
}
