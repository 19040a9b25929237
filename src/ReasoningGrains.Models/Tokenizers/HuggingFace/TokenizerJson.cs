using System.Text;
using System.Text.Json;
using ReasoningGrains.Models.Tokenizers.BytePairs;
using ReasoningGrains.Models.Tokenizers.Vocabularies;

namespace ReasoningGrains.Models.Tokenizers.HuggingFace;

/// <summary>Makes the tokenizer that a <c>tokenizer.json</c> describes.</summary>
internal static class TokenizerJson
{
    public static BytePairTokenizer Read(JsonElement root, TokenizerSettings settings)
    {
        var model = root.Required("model");
        Check(model);
        var words = PreTokenizerJson.Read(root.Optional("pre_tokenizer"));
        var tokens = VocabularyJson.Read(root, model);
        var vocabulary = new Vocabulary(tokens.Spellings, tokens.Kinds, words.ByteLevel ? ByteLevelBytes : CharacterWords.Decode);
        var merges = MergeList.Read(vocabulary, [.. model.Items("merges")], Sides);
        var control = tokens.AddedTokens.Where(token => token.Kind == TokenKind.Control).DistinctBy(token => token.Text).ToDictionary(token => token.Text, token => token.Id, StringComparer.Ordinal);
        return new BytePairTokenizer(new BytePairTokenizerParts
        {
            Vocabulary = vocabulary,
            AddedTokens = tokens.AddedTokens,
            Normalizer = NormalizerJson.Read(root.Optional("normalizer")),
            PreTokenizer = words.Steps,
            Words = words.ByteLevel
                ? new ByteLevelWords(vocabulary, merges, model.Flag("ignore_merges"))
                : new CharacterWords(vocabulary, merges, UnknownToken(model, vocabulary), model.Flag("byte_fallback"), model.Flag("fuse_unk")),
            BeginOfText = settings.AddsBeginOfText(root.Optional("post_processor")) && settings.BeginOfText is { } begin ? Named(vocabulary, begin) : null,
            EndOfTurn = TurnEnders.Of(settings.EndIds.Append(settings.EndOfText is { } end ? Named(vocabulary, end) : null), spelling => control.TryGetValue(spelling, out var id) ? id : null),
            PrefixesSpace = words.PrefixesSpace || PrependsSpace(root.Optional("normalizer")),
        });
    }

    private static void Check(JsonElement model)
    {
        if (model.OptionalText("type") is { } type && type != "BPE")
        {
            throw new ModelFormatException($"tokenizer.json has a model of the type '{type}'; allowed: BPE.");
        }

        foreach (var affix in (string[])["continuing_subword_prefix", "end_of_word_suffix"])
        {
            if (model.OptionalText(affix) is { Length: > 0 } text)
            {
                throw new ModelFormatException($"tokenizer.json sets '{affix}' to '{text}'; allowed: nothing.");
            }
        }
    }

    private static byte[] ByteLevelBytes(string spelling, TokenKind kind) => kind == TokenKind.UserDefined ? Encoding.UTF8.GetBytes(spelling) : ByteAlphabet.Decode(spelling);

    private static int? Named(Vocabulary vocabulary, string spelling) => vocabulary.Id(spelling) is >= 0 and var id
        ? id
        : throw new ModelFormatException($"tokenizer_config.json names the token '{spelling}', which tokenizer.json does not have.");

    private static int? UnknownToken(JsonElement model, Vocabulary vocabulary) => model.OptionalText("unk_token") is { } spelling && vocabulary.Id(spelling) is >= 0 and var id ? id : null;

    private static bool PrependsSpace(JsonElement? normalizer) => normalizer is { } json && (json.OptionalText("type") == "Prepend" || json.Items("normalizers").Any(step => step.OptionalText("type") == "Prepend"));

    /// <summary>Old files write a merge as one text, newer ones as two.</summary>
    private static (string Left, string Right) Sides(JsonElement merge) => merge.ValueKind switch
    {
        JsonValueKind.String => MergeList.Cut(merge.GetString()!),
        JsonValueKind.Array when merge.GetArrayLength() == 2 && merge[0].ValueKind == JsonValueKind.String && merge[1].ValueKind == JsonValueKind.String => (merge[0].GetString()!, merge[1].GetString()!),
        _ => throw new ModelFormatException($"tokenizer.json has the merge {merge.GetRawText()}; allowed: a text, or a list of two."),
    };
}
