using ReasoningGrains.Models.Gguf;

namespace ReasoningGrains.Models.Tokenizers.Gguf;

/// <summary>What a GGUF file says about its tokenizer and template (keys <c>tokenizer.ggml.*</c>, <c>tokenizer.chat_template</c>).</summary>
internal sealed record GgufVocabulary
{
    /// <summary><c>model</c>: <c>gpt2</c> (byte-level BPE) or <c>llama</c> (SentencePiece).</summary>
    public required string Model { get; init; }

    /// <summary><c>pre</c>; asked of <c>gpt2</c> only.</summary>
    public string? Pre { get; init; }

    /// <summary><c>tokens</c>.</summary>
    public required string[] Tokens { get; init; }

    /// <summary><c>token_type</c>; absent means all normal.</summary>
    public int[]? Types { get; init; }

    /// <summary><c>scores</c>; asked of <c>llama</c> only.</summary>
    public float[]? Scores { get; init; }

    /// <summary><c>merges</c>: two spellings with a space between; asked of <c>gpt2</c> only.</summary>
    public string[]? Merges { get; init; }

    /// <summary><c>bos_token_id</c>.</summary>
    public int? Bos { get; init; }

    /// <summary><c>eos_token_id</c>.</summary>
    public int? Eos { get; init; }

    /// <summary><c>eot_token_id</c>.</summary>
    public int? Eot { get; init; }

    /// <summary><c>unknown_token_id</c>.</summary>
    public int? Unknown { get; init; }

    /// <summary><c>add_bos_token</c>; absent means true for <c>llama</c>, false for <c>gpt2</c>.</summary>
    public bool? AddBos { get; init; }

    /// <summary><c>add_space_prefix</c>; absent means true for <c>llama</c>.</summary>
    public bool? AddSpacePrefix { get; init; }

    /// <summary><c>tokenizer.chat_template</c>.</summary>
    public string? ChatTemplate { get; init; }

    /// <summary>The spelling of a token id, or null when the file names none.</summary>
    public string? Spelling(int? id) => id is { } known && (uint)known < (uint)Tokens.Length ? Tokens[known] : null;

    /// <exception cref="ModelFormatException">A key is missing or of another type.</exception>
    public static GgufVocabulary Read(GgufMetadata metadata) => new()
    {
        Model = metadata.Text("tokenizer.ggml.model"),
        Pre = metadata.FindText("tokenizer.ggml.pre"),
        Tokens = metadata.FindTexts("tokenizer.ggml.tokens") ?? throw new ModelFormatException("The metadata key tokenizer.ggml.tokens is missing."),
        Types = metadata.FindIntegers("tokenizer.ggml.token_type"),
        Scores = metadata.FindNumbers("tokenizer.ggml.scores"),
        Merges = metadata.FindTexts("tokenizer.ggml.merges"),
        Bos = metadata.FindInteger("tokenizer.ggml.bos_token_id"),
        Eos = metadata.FindInteger("tokenizer.ggml.eos_token_id"),
        Eot = metadata.FindInteger("tokenizer.ggml.eot_token_id"),
        Unknown = metadata.FindInteger("tokenizer.ggml.unknown_token_id"),
        AddBos = metadata.FindFlag("tokenizer.ggml.add_bos_token"),
        AddSpacePrefix = metadata.FindFlag("tokenizer.ggml.add_space_prefix"),
        ChatTemplate = metadata.FindText("tokenizer.chat_template"),
    };
}
