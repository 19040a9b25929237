using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using ReasoningGrains.Models.Tokenizers.BytePairs;

namespace ReasoningGrains.Training.Tokenizers;

/// <summary>Writes a tokenizer in the Hugging Face format: <c>tokenizer.json</c> and <c>tokenizer_config.json</c> with the chat template.</summary>
internal static class TokenizerFile
{
    private const int Bytes = 256;
    private static readonly JsonSerializerOptions Readable = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Ids: the tokens of <see cref="ChatTokens"/>, the 256 bytes, then what the merges make.</summary>
    public static void Write(string folder, IReadOnlyList<(string Left, string Right)> merges)
    {
        Directory.CreateDirectory(folder);
        Write(Path.Combine(folder, "tokenizer.json"), Tokenizer(merges));
        Write(Path.Combine(folder, "tokenizer_config.json"), new JsonObject
        {
            ["tokenizer_class"] = "PreTrainedTokenizerFast",
            ["add_bos_token"] = false,
            ["eos_token"] = ChatTokens.End,
            ["pad_token"] = ChatTokens.End,
            ["clean_up_tokenization_spaces"] = false,
            ["chat_template"] = ChatTokens.Template,
        });
    }

    private static JsonObject Tokenizer(IReadOnlyList<(string Left, string Right)> merges) => new()
    {
        ["version"] = "1.0",
        ["added_tokens"] = new JsonArray([.. ChatTokens.All.Select(Added)]),
        ["pre_tokenizer"] = new JsonObject
        {
            ["type"] = "Sequence",
            ["pretokenizers"] = new JsonArray(
                new JsonObject { ["type"] = "Digits", ["individual_digits"] = true },
                new JsonObject { ["type"] = "ByteLevel", ["add_prefix_space"] = false, ["trim_offsets"] = true, ["use_regex"] = true }),
        },
        ["decoder"] = new JsonObject { ["type"] = "ByteLevel", ["add_prefix_space"] = true, ["trim_offsets"] = true, ["use_regex"] = true },
        ["model"] = new JsonObject
        {
            ["type"] = "BPE",
            ["vocab"] = new JsonObject(Spellings(merges).Select((spelling, id) => KeyValuePair.Create(spelling, (JsonNode?)id))),
            ["merges"] = new JsonArray([.. merges.Select(merge => new JsonArray(merge.Left, merge.Right))]),
        },
    };

    private static IEnumerable<string> Spellings(IReadOnlyList<(string Left, string Right)> merges) =>
    [
        .. ChatTokens.All,
        .. Enumerable.Range(0, Bytes).Select(value => ByteAlphabet.Character((byte)value).ToString()),
        .. merges.Select(merge => merge.Left + merge.Right),
    ];

    // Reasoning marks have a text of their own, by which the service finds them; the others are control tokens.
    private static JsonNode Added(string spelling, int id) => new JsonObject
    {
        ["id"] = id,
        ["content"] = spelling,
        ["single_word"] = false,
        ["lstrip"] = false,
        ["rstrip"] = false,
        ["normalized"] = false,
        ["special"] = spelling is not (ChatTokens.Think or ChatTokens.EndThink),
    };

    private static void Write(string path, JsonObject json) => File.WriteAllText(path, json.ToJsonString(Readable) + "\n");
}
