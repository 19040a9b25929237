namespace ReasoningGrains.Models.Tokenizers;

/// <summary>Text to token ids and back, as the model was trained with. Thread-safe.</summary>
public interface ITokenizer
{
    /// <summary>Number of ids, special ones included.</summary>
    int VocabularySize { get; }

    /// <summary>Token that starts every text, or null when the model wants none.</summary>
    int? BeginOfText { get; }

    /// <summary>Tokens that end the model's turn (end of text, end of turn).</summary>
    IReadOnlySet<int> EndOfTurn { get; }

    /// <summary>Ids of a text; neither begin nor end tokens are added.</summary>
    /// <param name="text">Any UTF-16 text; unpaired surrogates encode as U+FFFD.</param>
    /// <param name="parseSpecial">True for text that a template rendered: spellings of special tokens become those tokens. False for user text: they stay text.</param>
    int[] Encode(string text, bool parseSpecial);

    /// <summary>A space is put before every text (SentencePiece), so an answer begins with one that is not part of it.</summary>
    bool PrefixesSpace => false;

    /// <summary>The bytes that a token stands for; empty for a control token.</summary>
    ReadOnlyMemory<byte> Bytes(int id);

    /// <summary>The id of a special or added token by its spelling, or null.</summary>
    int? SpecialToken(string text);

    /// <summary>A control token: it has no text of its own in an answer.</summary>
    bool IsControl(int id);
}
