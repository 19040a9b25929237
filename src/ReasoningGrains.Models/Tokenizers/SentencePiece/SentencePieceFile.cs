using Google.Protobuf;
using ReasoningGrains.Models.Tokenizers.HuggingFace;
using ReasoningGrains.Models.Tokenizers.SentencePiece.Proto;
using ReasoningGrains.Models.Tokenizers.Vocabularies;

namespace ReasoningGrains.Models.Tokenizers.SentencePiece;

/// <summary>Reads <c>tokenizer.model</c>.</summary>
internal static class SentencePieceFile
{
    /// <exception cref="ModelFormatException">The file is no SentencePiece model, or of a kind other than BPE with identity normalization.</exception>
    public static SentencePieceVocabulary Read(string path, TokenizerSettings settings)
    {
        var model = Parse(path);
        Check(path, model);
        return new SentencePieceVocabulary
        {
            Pieces = [.. model.Pieces.Select(piece => piece.Piece)],
            Scores = [.. model.Pieces.Select(piece => piece.Score)],
            Kinds = [.. model.Pieces.Select(piece => piece.Type is >= 1 and <= 6 ? (TokenKind)piece.Type : throw new ModelFormatException($"{path}: a piece has the type {piece.Type}; allowed: 1 to 6."))],
            AddSpacePrefix = model.NormalizerSpec?.AddDummyPrefix ?? true,
            RemoveExtraSpaces = model.NormalizerSpec?.RemoveExtraWhitespaces ?? true,
            BeginOfText = settings.AddBeginOfText ?? true ? Id(model, model.TrainerSpec.BosId) : null,
            Ends = [.. settings.EndIds, Id(model, model.TrainerSpec.EosId)],
        };
    }

    private static ModelProto Parse(string path)
    {
        try
        {
            using var stream = File.OpenRead(path);
            return ModelProto.Parser.ParseFrom(stream);
        }
        catch (InvalidProtocolBufferException exception)
        {
            throw new ModelFormatException($"{path} is no SentencePiece model: {exception.Message}", exception);
        }
    }

    private static void Check(string path, ModelProto model)
    {
        if (model.TrainerSpec?.ModelType != TrainerSpec.Types.ModelType.Bpe)
        {
            throw new ModelFormatException($"{path} is a SentencePiece model of the type {model.TrainerSpec?.ModelType.ToString() ?? "(none)"}; allowed: Bpe.");
        }

        if (model.NormalizerSpec is { PrecompiledCharsmap.Length: > 0 } normalizer)
        {
            throw new ModelFormatException($"{path} normalizes text with '{normalizer.Name}'; allowed: identity.");
        }

        if (model.TrainerSpec.TreatWhitespaceAsSuffix || model.NormalizerSpec is { EscapeWhitespaces: false })
        {
            throw new ModelFormatException($"{path} keeps white space at the end of pieces or unescaped; allowed: escaped, at the start.");
        }
    }

    private static int? Id(ModelProto model, int id) => id >= 0 && id < model.Pieces.Count ? id : null;
}
