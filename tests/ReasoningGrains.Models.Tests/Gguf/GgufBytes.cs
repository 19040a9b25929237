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

    /// <summary>The shape of a small Llama with an embedding, and what else is given: texts, integers, floats.</summary>
    public static byte[] Llama(params (string Key, object Value)[] more)
    {
        (string Key, object Value)[] pairs =
        [
            ("general.architecture", "llama"), ("llama.embedding_length", 8), ("llama.block_count", 1), ("llama.feed_forward_length", 8), ("llama.attention.head_count", 2),
            ("llama.context_length", 64), ("llama.attention.layer_norm_rms_epsilon", 1e-5f), .. more,
        ];
        using var memory = new MemoryStream();
        using var writer = new BinaryWriter(memory);
        writer.Write("GGUF"u8);
        writer.Write(3u);
        writer.Write(1UL);
        writer.Write((ulong)pairs.Length);
        foreach (var (key, value) in pairs)
        {
            Text(writer, key);
            switch (value)
            {
                case string text:
                    writer.Write(8u);
                    Text(writer, text);
                    break;
                case float number:
                    writer.Write(6u);
                    writer.Write(number);
                    break;
                default:
                    writer.Write(4u);
                    writer.Write((uint)(int)value);
                    break;
            }
        }

        Tensor(writer, "token_embd.weight", 0);
        writer.Write(new byte[(32 - (memory.Position % 32)) % 32]);
        writer.Write(new byte[64]);
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
