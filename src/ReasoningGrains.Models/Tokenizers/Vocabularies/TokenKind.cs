namespace ReasoningGrains.Models.Tokenizers.Vocabularies;

/// <summary>What a token is, with the numbers that GGUF's <c>tokenizer.ggml.token_type</c> and SentencePiece use.</summary>
internal enum TokenKind
{
    Normal = 1,
    Unknown = 2,
    Control = 3,
    UserDefined = 4,
    Unused = 5,
    Byte = 6,
}
