using System.Text.Json;
using System.Text.RegularExpressions;
using ReasoningGrains.Models.Tokenizers.PreTokenizers;

namespace ReasoningGrains.Models.Tokenizers.HuggingFace;

/// <summary>The <c>pre_tokenizer</c> of a tokenizer.json.</summary>
/// <param name="Steps">What cuts the text.</param>
/// <param name="ByteLevel">Words are bytes, not characters.</param>
/// <param name="PrefixesSpace">A space is put before a text.</param>
internal sealed record PreTokenizerJson(IPreTokenizer Steps, bool ByteLevel, bool PrefixesSpace)
{
    public static PreTokenizerJson Read(JsonElement? json)
    {
        JsonElement[] steps = json is { } given ? [.. Flatten(given)] : [];
        var spaced = steps.Any(step => step.Text("type") == "Metaspace" && Scheme(step) != PrependScheme.Never);
        return new PreTokenizerJson(new PreTokenizerSequence([.. steps.SelectMany(Step)]), steps.Any(step => step.Text("type") == "ByteLevel"), spaced);
    }

    private static IEnumerable<JsonElement> Flatten(JsonElement json) => json.Text("type") == "Sequence" ? json.Items("pretokenizers").SelectMany(Flatten) : [json];

    private static IEnumerable<IPreTokenizer> Step(JsonElement json) => json.Text("type") switch
    {
        "Split" => [Split(json)],
        "ByteLevel" => ByteLevelSteps(json),
        "Digits" => [new SplitPreTokenizer(json.Flag("individual_digits") ? @"\p{N}" : @"\p{N}+")],
        "Metaspace" => [new Metaspace(Mark(json), Scheme(json), json.Flag("split", fallback: true))],
        var type => throw new ModelFormatException($"The pre-tokenizer '{type}' in tokenizer.json is not supported; allowed: Sequence, Split, ByteLevel, Digits, Metaspace."),
    };

    private static IEnumerable<IPreTokenizer> ByteLevelSteps(JsonElement json)
    {
        if (json.Flag("add_prefix_space", fallback: true))
        {
            yield return new SpacePrefix();
        }

        if (json.Flag("use_regex", fallback: true))
        {
            yield return new SplitPreTokenizer(KnownPatterns.Gpt2);
        }
    }

    private static SplitPreTokenizer Split(JsonElement json)
    {
        var pattern = json.Required("pattern");
        var behavior = json.Text("behavior");
        return Enum.TryParse<SplitBehavior>(behavior, out var known)
            ? new SplitPreTokenizer(pattern.OptionalText("Regex") ?? Regex.Escape(pattern.Text("String")), known, json.Flag("invert"))
            : throw new ModelFormatException($"The split behavior '{behavior}' in tokenizer.json is not supported; allowed: {string.Join(", ", Enum.GetNames<SplitBehavior>())}.");
    }

    private static char Mark(JsonElement json) => json.Text("replacement") is [var mark] ? mark : throw new ModelFormatException("'replacement' of a Metaspace in tokenizer.json is not one character.");

    private static PrependScheme Scheme(JsonElement json) => (json.OptionalText("prepend_scheme"), json.Flag("add_prefix_space", fallback: true)) switch
    {
        ("always", _) or (null, true) => PrependScheme.Always,
        ("first", _) => PrependScheme.First,
        ("never", _) or (null, false) => PrependScheme.Never,
        var (scheme, _) => throw new ModelFormatException($"The prepend scheme '{scheme}' in tokenizer.json is not supported; allowed: always, first, never."),
    };
}
