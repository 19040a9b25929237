using System.Text;
using ReasoningGrains.Models.Tokenizers.BytePairs;
using ReasoningGrains.Models.Tokenizers.Normalizers;
using ReasoningGrains.Models.Tokenizers.PreTokenizers;
using ReasoningGrains.Models.Tokenizers.SentencePiece;
using ReasoningGrains.Models.Tokenizers.Vocabularies;

namespace ReasoningGrains.Models.Tokenizers.Gguf;

/// <summary>Makes the tokenizer that a GGUF file describes.</summary>
internal static class GgufTokenizer
{
    /// <exception cref="ModelFormatException">The file's tokenizer is of another kind, or its lists do not fit together.</exception>
    public static BytePairTokenizer Create(GgufVocabulary file)
    {
        foreach (var id in (int?[])[file.Bos, file.Eos, file.Eot])
        {
            if (id is { } given && (uint)given >= (uint)file.Tokens.Length)
            {
                throw new ModelFormatException($"The file names the special token {given}; allowed: 0 to {file.Tokens.Length - 1}.");
            }
        }

        return file.Model switch
        {
            "gpt2" => ByteLevel(file),
            "llama" => SentencePieceTokenizer.Create(Pieces(file)),
            _ => throw new ModelFormatException($"tokenizer.ggml.model is '{file.Model}'; allowed: gpt2, llama."),
        };
    }

    private static BytePairTokenizer ByteLevel(GgufVocabulary file)
    {
        var kinds = Kinds(file);
        var vocabulary = new Vocabulary(file.Tokens, kinds, (spelling, kind) => kind == TokenKind.UserDefined ? Encoding.UTF8.GetBytes(spelling) : ByteAlphabet.Decode(spelling));
        var merges = MergeList.Read(vocabulary, file.Merges ?? throw new ModelFormatException("tokenizer.ggml.merges is missing; a gpt2 tokenizer needs it."), MergeList.Cut);
        var pre = file.Pre ?? throw new ModelFormatException("tokenizer.ggml.pre is missing; a gpt2 tokenizer needs it.");
        var likeLlama3 = pre is "llama-bpe" or "llama3" or "llama-v3";
        return new BytePairTokenizer(new BytePairTokenizerParts
        {
            Vocabulary = vocabulary,
            AddedTokens = AddedTokens(file, kinds),
            // The models' own tokenizers compose characters first; llama.cpp does not, but the model was trained on composed ones.
            Normalizer = pre == "qwen2" ? new CanonicalComposition() : null,
            PreTokenizer = KnownPatterns.Named(pre),
            Words = new ByteLevelWords(vocabulary, merges, wholeWordsFirst: likeLlama3),
            BeginOfText = file.AddBos ?? likeLlama3 ? file.Bos : null,
            EndOfTurn = EndOfTurn(file, vocabulary),
        });
    }

    private static SentencePieceVocabulary Pieces(GgufVocabulary file) => new()
    {
        Pieces = file.Tokens,
        Scores = file.Scores?.Length == file.Tokens.Length
            ? file.Scores
            : throw new ModelFormatException($"tokenizer.ggml.scores has {file.Scores?.Length ?? 0} entries; allowed: {file.Tokens.Length}, one a token."),
        Kinds = Kinds(file),
        AddSpacePrefix = file.AddSpacePrefix ?? true,
        BeginOfText = file.AddBos ?? true ? file.Bos : null,
        Ends = [file.Eos, file.Eot],
    };

    private static TokenKind[] Kinds(GgufVocabulary file)
    {
        if (file.Types is { } types && types.Length != file.Tokens.Length)
        {
            throw new ModelFormatException($"tokenizer.ggml.token_type has {types.Length} entries; allowed: {file.Tokens.Length}, one a token.");
        }

        return [.. file.Tokens.Select((token, id) => AddedToken.LooksLikeControl(token) ? TokenKind.Control : Kind(file.Types?[id] ?? 1))];
    }

    private static TokenKind Kind(int type) => type is >= 1 and <= 6
        ? (TokenKind)type
        : throw new ModelFormatException($"tokenizer.ggml.token_type has the value {type}; allowed: 1 to 6.");

    private static AddedToken[] AddedTokens(GgufVocabulary file, TokenKind[] kinds) =>
    [
        .. Enumerable.Range(0, kinds.Length)
            .Where(id => kinds[id] is TokenKind.Control or TokenKind.UserDefined && file.Tokens[id].Length > 0)
            .Select(id => new AddedToken(id, file.Tokens[id], kinds[id])),
    ];

    private static IReadOnlySet<int> EndOfTurn(GgufVocabulary file, Vocabulary vocabulary) =>
        TurnEnders.Of([file.Eos, file.Eot], spelling => vocabulary.Id(spelling) is >= 0 and var id && vocabulary.Kind(id) == TokenKind.Control ? id : null);
}
