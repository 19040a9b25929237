using System.Text.Json;

namespace ReasoningGrains.Models.Tokenizers.HuggingFace;

/// <summary>What the small files of a model folder say about its tokenizer: <c>tokenizer_config.json</c>, <c>generation_config.json</c>, <c>config.json</c>, <c>chat_template.jinja</c>.</summary>
internal sealed record TokenizerSettings
{
    /// <summary><c>bos_token</c>, <c>eos_token</c> … with their spellings, as templates know them.</summary>
    public required IReadOnlyDictionary<string, string> SpecialTokens { get; init; }

    /// <summary><c>eos_token_id</c> of the generation and model configurations.</summary>
    public required IReadOnlyList<int?> EndIds { get; init; }

    /// <summary><c>add_bos_token</c>, where the file says.</summary>
    public bool? AddBeginOfText { get; init; }

    public string? ChatTemplate { get; init; }

    public string? BeginOfText => SpecialTokens.GetValueOrDefault("bos_token");

    public string? EndOfText => SpecialTokens.GetValueOrDefault("eos_token");

    public static TokenizerSettings Read(string folder)
    {
        var config = JsonFile.Read(folder, "tokenizer_config.json");
        var template = Path.Combine(folder, "chat_template.jinja");
        return new TokenizerSettings
        {
            SpecialTokens = config is { } json ? Spellings(json) : new Dictionary<string, string>(),
            EndIds = [.. Ends(JsonFile.Read(folder, "generation_config.json")), .. Ends(JsonFile.Read(folder, "config.json"))],
            AddBeginOfText = config?.Optional("add_bos_token") is { } adds ? adds.ValueKind == JsonValueKind.True : null,
            ChatTemplate = File.Exists(template) ? File.ReadAllText(template) : Template(config?.Optional("chat_template")),
        };
    }

    /// <summary>Whether a text starts with <see cref="BeginOfText"/>: <c>add_bos_token</c> decides, else the post-processor that puts it there.</summary>
    public bool AddsBeginOfText(JsonElement? postProcessor) => AddBeginOfText ?? (postProcessor is { } json && PutsFirst(json));

    private bool PutsFirst(JsonElement json) => json.OptionalText("type") switch
    {
        "Sequence" => json.Items("processors").Any(PutsFirst),
        "TemplateProcessing" => json.Items("single").FirstOrDefault().Optional("SpecialToken")?.OptionalText("id") is { } id && id == BeginOfText,
        _ => false,
    };

    /// <summary>A special token is written as its spelling, or as an object with it.</summary>
    private static Dictionary<string, string> Spellings(JsonElement config)
    {
        Dictionary<string, string> spellings = new(StringComparer.Ordinal);
        foreach (var property in config.EnumerateObject().Where(property => property.Name.EndsWith("_token", StringComparison.Ordinal)))
        {
            if ((property.Value.ValueKind == JsonValueKind.String ? property.Value.GetString() : property.Value.OptionalText("content")) is { } spelling)
            {
                spellings[property.Name] = spelling;
            }
        }

        return spellings;
    }

    private static IEnumerable<int?> Ends(JsonElement? config) => config?.Optional("eos_token_id") switch
    {
        { ValueKind: JsonValueKind.Number } one when one.TryGetInt32(out var id) => [id],
        { ValueKind: JsonValueKind.Array } many => [.. many.EnumerateArray().Select(one => one.ValueKind == JsonValueKind.Number && one.TryGetInt32(out var id) ? id : (int?)null)],
        _ => [],
    };

    /// <summary>One template, or several with names of which <c>default</c> is taken.</summary>
    private static string? Template(JsonElement? json) => json switch
    {
        { ValueKind: JsonValueKind.String } text => text.GetString(),
        { ValueKind: JsonValueKind.Array } many => many.EnumerateArray().FirstOrDefault(entry => entry.OptionalText("name") == "default").OptionalText("template"),
        _ => null,
    };
}
