using System.Globalization;
using System.Text.Json;
using ReasoningGrains.Application;
using ReasoningGrains.Server.Http;

namespace ReasoningGrains.Server.ChatCompletions;

/// <summary>The body of <c>POST /v1/chat/completions</c>.</summary>
internal sealed record ChatCompletionRequest(string? Model, IReadOnlyList<Item> Messages, TurnOptions Options, bool Stream, bool IncludeUsage)
{
    public static ChatCompletionRequest Read(Fields fields)
    {
        fields.Refuse("n", n => n.ValueKind == JsonValueKind.Number && n.TryGetInt32(out var one) && one == 1, "one choice is made a request");
        fields.Refuse("tools", tools => tools.ValueKind == JsonValueKind.Array && tools.GetArrayLength() == 0, "leave it out");
        fields.Refuse("functions", tools => tools.ValueKind == JsonValueKind.Array && tools.GetArrayLength() == 0, "leave it out");
        fields.Refuse("response_format", format => Fields.IsOfType(format, "text"), "allowed is {\"type\":\"text\"}");
        fields.Refuse("audio", _ => false, "leave it out");
        fields.Refuse("modalities", modalities => Fields.AreTexts(modalities, "text"), "allowed is [\"text\"]");
        fields.Refuse("web_search_options", _ => false, "leave it out");
        fields.Refuse("store", store => store.ValueKind == JsonValueKind.False, "allowed is false: POST /v1/responses keeps what is said");
        fields.Refuse("verbosity", Fields.IsUsualVerbosity, "allowed is medium: answers are as long as the model makes them");
        fields.Refuse("tool_choice", choice => choice.ValueKind == JsonValueKind.String && (choice.ValueEquals("auto") || choice.ValueEquals("none")), "allowed are auto and none");
        foreach (var kept in (string[])["input", "instructions", "previous_response_id", "conversation", "background", "max_output_tokens"])
        {
            fields.Refuse(kept, _ => false, "only POST /v1/responses has it");
        }

        if (!fields.Flag("logprobs") && (fields.Integer("top_logprobs") ?? 0) != 0)
        {
            throw fields.Wrong("top_logprobs", "left out where logprobs is not true");
        }

        var messages = fields.Array("messages") ?? throw fields.Missing("messages", "a list of messages");
        if (messages.Count == 0)
        {
            throw fields.Wrong("messages", "a list of at least one message");
        }

        return new ChatCompletionRequest(
            fields.Text("model"),
            [.. messages.Select((message, i) => MessageItems.Read(message, $"messages[{i}]"))],
            ReadOptions(fields),
            fields.Flag("stream"),
            fields.Object("stream_options")?.Flag("include_usage") ?? false);
    }

    private static TurnOptions ReadOptions(Fields fields) => new()
    {
        MaxOutputTokens = fields.Positive("max_completion_tokens") ?? fields.Positive("max_tokens"),
        Temperature = fields.Number("temperature"),
        TopP = fields.Number("top_p"),
        TopK = fields.Integer("top_k"),
        MinP = fields.Number("min_p"),
        RepetitionPenalty = fields.Number("repetition_penalty"),
        PresencePenalty = fields.Number("presence_penalty"),
        FrequencyPenalty = fields.Number("frequency_penalty"),
        LogitBias = Bias(fields),
        Seed = fields.Long("seed"),
        Stop = Stops(fields),
        TopLogProbs = fields.Flag("logprobs") ? fields.Integer("top_logprobs") ?? 0 : null,
        ReasoningEffort = fields.Text("reasoning_effort"),
        Attention = AttentionField.Read(fields),
    };

    private static string[]? Stops(Fields fields) => fields.Find("stop") is not { } stop ? null : stop.ValueKind switch
    {
        JsonValueKind.String => [fields.Text("stop")!],
        JsonValueKind.Array when stop.EnumerateArray().All(s => s.ValueKind == JsonValueKind.String) => [.. stop.EnumerateArray().Select(s => fields.Valid(s, "stop"))],
        _ => throw fields.Wrong("stop", "text or a list of texts"),
    };

    private static Dictionary<int, float>? Bias(Fields fields)
    {
        if (fields.Object("logit_bias") is null)
        {
            return null;
        }

        var biases = new Dictionary<int, float>();
        foreach (var bias in fields.Find("logit_bias")!.Value.EnumerateObject())
        {
            if (!int.TryParse(bias.Name, CultureInfo.InvariantCulture, out var id) || bias.Value.ValueKind != JsonValueKind.Number || !biases.TryAdd(id, bias.Value.GetSingle()))
            {
                throw fields.Wrong("logit_bias", "an object from token ids, each once, to numbers");
            }
        }

        return biases;
    }
}
