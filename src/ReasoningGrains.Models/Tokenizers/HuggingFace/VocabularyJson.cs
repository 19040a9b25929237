using System.Text.Json;
using ReasoningGrains.Models.Tokenizers.Vocabularies;

namespace ReasoningGrains.Models.Tokenizers.HuggingFace;

/// <summary>The tokens of a tokenizer.json: <c>model.vocab</c> and <c>added_tokens</c>.</summary>
internal sealed class VocabularyJson
{
    private const int LargestId = 1 << 22;

    private VocabularyJson(string?[] spellings, TokenKind[] kinds, AddedToken[] addedTokens)
    {
        Spellings = spellings;
        Kinds = kinds;
        AddedTokens = addedTokens;
    }

    public string?[] Spellings { get; }

    public TokenKind[] Kinds { get; }

    public AddedToken[] AddedTokens { get; }

    public static VocabularyJson Read(JsonElement root, JsonElement model)
    {
        var vocabulary = model.Required("vocab");
        if (vocabulary.ValueKind != JsonValueKind.Object)
        {
            throw new ModelFormatException("'model.vocab' in tokenizer.json is no object; allowed: spellings with their ids.");
        }

        var added = root.Items("added_tokens").Select(Added).Where(token => token.Text.Length > 0).ToArray();
        var tokens = vocabulary.EnumerateObject().Select(entry => (entry.Name, Id: Id(entry.Value))).ToArray();
        var count = tokens.Select(token => token.Id).Concat(added.Select(token => token.Id)).DefaultIfEmpty(-1).Max() + 1;
        var spellings = new string?[count];
        var kinds = new TokenKind[count];
        Array.Fill(kinds, TokenKind.Normal);
        foreach (var (name, id) in tokens)
        {
            spellings[id] = name;
        }

        foreach (var token in added)
        {
            spellings[token.Id] = token.Text;
            kinds[token.Id] = token.Kind;
        }

        return new VocabularyJson(spellings, kinds, added);
    }

    private static AddedToken Added(JsonElement json)
    {
        var text = json.Text("content");
        var control = json.Flag("special") || AddedToken.LooksLikeControl(text);
        return new AddedToken(Id(json.Required("id")), text, control ? TokenKind.Control : TokenKind.UserDefined)
        {
            Normalized = json.Flag("normalized"),
            StripLeft = json.Flag("lstrip"),
            StripRight = json.Flag("rstrip"),
        };
    }

    private static int Id(JsonElement json) => json.ValueKind == JsonValueKind.Number && json.TryGetInt32(out var id) && id is >= 0 and < LargestId
        ? id
        : throw new ModelFormatException($"tokenizer.json has the token id {json.GetRawText()}; allowed: 0 to {LargestId - 1}.");
}
