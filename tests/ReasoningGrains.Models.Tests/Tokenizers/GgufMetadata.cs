using System.Text;
using ReasoningGrains.Models.Tokenizers.Gguf;

namespace ReasoningGrains.Models.Tests.Tokenizers;

/// <summary>The tokenizer keys of a GGUF file, read without any check.</summary>
internal static class GgufMetadata
{
    public static GgufVocabulary Read(string path)
    {
        using var reader = new BinaryReader(File.OpenRead(path));
        reader.ReadUInt64();
        reader.ReadUInt64();
        var count = reader.ReadUInt64();
        Dictionary<string, object> keys = [];
        for (var i = 0UL; i < count; i++)
        {
            var key = Text(reader);
            keys[key] = Value(reader, reader.ReadInt32());
        }

        return new GgufVocabulary
        {
            Model = (string)keys["tokenizer.ggml.model"],
            Pre = (string)keys["tokenizer.ggml.pre"],
            Tokens = [.. ((object[])keys["tokenizer.ggml.tokens"]).Cast<string>()],
            Types = [.. ((object[])keys["tokenizer.ggml.token_type"]).Cast<int>()],
            Merges = [.. ((object[])keys["tokenizer.ggml.merges"]).Cast<string>()],
            Bos = (int)(uint)keys["tokenizer.ggml.bos_token_id"],
            Eos = (int)(uint)keys["tokenizer.ggml.eos_token_id"],
            AddBos = (bool)keys["tokenizer.ggml.add_bos_token"],
            ChatTemplate = (string)keys["tokenizer.chat_template"],
        };
    }

    private static string Text(BinaryReader reader) => Encoding.UTF8.GetString(reader.ReadBytes((int)reader.ReadUInt64()));

    private static object Value(BinaryReader reader, int type) => type switch
    {
        4 => reader.ReadUInt32(),
        5 => reader.ReadInt32(),
        6 => reader.ReadSingle(),
        7 => reader.ReadBoolean(),
        8 => Text(reader),
        9 => Array(reader),
        10 => reader.ReadUInt64(),
        _ => throw new NotSupportedException($"GGUF type {type}"),
    };

    private static object[] Array(BinaryReader reader)
    {
        var type = reader.ReadInt32();
        var items = new object[reader.ReadUInt64()];
        for (var i = 0; i < items.Length; i++)
        {
            items[i] = Value(reader, type);
        }

        return items;
    }
}
