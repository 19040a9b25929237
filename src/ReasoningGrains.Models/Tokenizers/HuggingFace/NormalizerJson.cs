using System.Text.Json;
using ReasoningGrains.Models.Tokenizers.Normalizers;

namespace ReasoningGrains.Models.Tokenizers.HuggingFace;

/// <summary>The <c>normalizer</c> of a tokenizer.json.</summary>
internal static class NormalizerJson
{
    public static INormalizer? Read(JsonElement? json) => json is { } given ? Step(given) : null;

    private static INormalizer Step(JsonElement json) => json.Text("type") switch
    {
        "NFC" => new CanonicalComposition(),
        "Sequence" => new NormalizerSequence([.. json.Items("normalizers").Select(Step)]),
        "Prepend" => new PrependNormalizer(json.Text("prepend")),
        "Replace" when json.Required("pattern").OptionalText("String") is { Length: > 0 } old => new ReplaceNormalizer(old, json.Text("content")),
        var type => throw new ModelFormatException($"The normalizer '{type}' in tokenizer.json is not supported; allowed: NFC, Sequence, Prepend, Replace of a String."),
    };
}
