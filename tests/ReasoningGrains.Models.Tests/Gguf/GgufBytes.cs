using System.Text;

namespace ReasoningGrains.Models.Tests.Gguf;

/// <summary>Writes small GGUF files by the format's description.</summary>
internal static class GgufBytes
{
    /// <summary>A sound file: some metadata of every kind and two float tensors.</summary>
    public static byte[] Sound()
    {
        using var memory = new MemoryStream();
        using var writer = new BinaryWriter(memory);
        writer.Write("GGUF"u8);
        writer.Write(3u);
        writer.Write(2UL);
        writer.Write(4UL);
        Text(writer, "general.architecture");
        writer.Write(8u);
        Text(writer, "llama");
        Text(writer, "llama.block_count");
        writer.Write(4u);
        writer.Write(1u);
        Text(writer, "flag");
        writer.Write(7u);
        writer.Write((byte)1);
        Text(writer, "list");
        writer.Write(9u);
        writer.Write(8u);
        writer.Write(2UL);
        Text(writer, "a");
        Text(writer, "b");
        Tensor(writer, "first", 0);
        Tensor(writer, "second", 64);
        writer.Write(new byte[(32 - (memory.Position % 32)) % 32]);
        writer.Write(new byte[128]);
        return memory.ToArray();
    }

    private static void Tensor(BinaryWriter writer, string name, ulong offset)
    {
        Text(writer, name);
        writer.Write(2u);
        writer.Write(8UL);
        writer.Write(2UL);
        writer.Write(0u);
        writer.Write(offset);
    }

    private static void Text(BinaryWriter writer, string text)
    {
        writer.Write((ulong)Encoding.UTF8.GetByteCount(text));
        writer.Write(Encoding.UTF8.GetBytes(text));
    }
}
