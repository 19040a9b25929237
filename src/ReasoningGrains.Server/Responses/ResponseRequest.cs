using System.Text.Json;
using ReasoningGrains.Server.Http;

namespace ReasoningGrains.Server.Responses;

/// <summary>The body of <c>POST /v1/responses</c>.</summary>
internal sealed record ResponseRequest(string? Model, IReadOnlyList<Item> Input, TurnOptions Options, string? Previous, string? Conversation, bool Stream, bool Background, bool Store)
{
    public static ResponseRequest Read(Fields fields)
    {
        fields.Refuse("tools", tools => tools.ValueKind == JsonValueKind.Array && tools.GetArrayLength() == 0, "leave it out");
        fields.Refuse("text", text => text.ValueKind == JsonValueKind.Object && (!text.TryGetProperty("format", out var format) || Fields.IsOfType(format, "text")) && (!text.TryGetProperty("verbosity", out var verbosity) || Fields.IsUsualVerbosity(verbosity)), "allowed are the format {\"type\":\"text\"} and the verbosity medium");
        fields.Refuse("top_logprobs", top => top.ValueKind == JsonValueKind.Number && top.TryGetInt32(out var none) && none == 0, "only chat completions have it");
        fields.Refuse("prompt", _ => false, "leave it out");
        fields.Refuse("include", include => Fields.AreTexts(include, "reasoning.encrypted_content"), "allowed is reasoning.encrypted_content, which nothing depends on here: reasoning stays on the server");
        fields.Refuse("truncation", truncation => truncation.ValueKind == JsonValueKind.String && truncation.ValueEquals("disabled"), "allowed is disabled: nothing of a conversation is dropped");
        fields.Refuse("tool_choice", choice => choice.ValueKind == JsonValueKind.String && (choice.ValueEquals("auto") || choice.ValueEquals("none")), "allowed are auto and none");
        foreach (var chats in (string[])["stop", "presence_penalty", "frequency_penalty", "logit_bias", "messages", "logprobs"])
        {
            fields.Refuse(chats, _ => false, "only chat completions have it");
        }

        foreach (var (chats, here) in ((string, string)[])[("max_tokens", "max_output_tokens"), ("max_completion_tokens", "max_output_tokens"), ("response_format", "text"), ("reasoning_effort", "reasoning")])
        {
            fields.Refuse(chats, _ => false, $"chat completions have it; here it is {here}");
        }

        var (previous, conversation) = (fields.Text("previous_response_id"), ConversationId(fields));
        if (previous is not null && conversation is not null)
        {
            throw fields.Wrong("conversation", "left out where previous_response_id is given");
        }

        if (fields.Flag("background") && fields.Find("store") is not null && !fields.Flag("store"))
        {
            throw fields.Wrong("store", "true where background is true: an answer that nobody waits for must be kept");
        }

        if (conversation is not null && fields.Find("store") is not null && !fields.Flag("store"))
        {
            throw fields.Wrong("store", "true where conversation is given: its turns are kept with it");
        }

        return new ResponseRequest(fields.Text("model"), ReadInput(fields), ReadOptions(fields), previous, conversation, fields.Flag("stream"), fields.Flag("background"), fields.Find("store") is null || fields.Flag("store"));
    }

    private static string? ConversationId(Fields fields) => fields.Find("conversation") is { ValueKind: JsonValueKind.Object }
        ? fields.Object("conversation")!.Text("id") : fields.Text("conversation");

    private static IReadOnlyList<Item> ReadInput(Fields fields) => fields.Find("input") is not { } input ? throw fields.Missing("input", "text or a list of messages") : input.ValueKind switch
    {
        JsonValueKind.String => [MessageItems.User(fields.Text("input")!)],
        JsonValueKind.Array => [.. input.EnumerateArray().Select((message, i) => MessageItems.Read(message, $"input[{i}]"))],
        _ => throw fields.Wrong("input", "text or a list of messages"),
    };

    private static TurnOptions ReadOptions(Fields fields) => new()
    {
        Instructions = fields.Text("instructions"),
        MaxOutputTokens = fields.Integer("max_output_tokens"),
        Temperature = fields.Number("temperature"),
        TopP = fields.Number("top_p"),
        TopK = fields.Integer("top_k"),
        MinP = fields.Number("min_p"),
        RepetitionPenalty = fields.Number("repetition_penalty"),
        Seed = fields.Long("seed"),
        ReasoningEffort = fields.Object("reasoning")?.Text("effort"),
        Metadata = fields.Texts("metadata"),
        Background = fields.Flag("background") ? true : null,
        Attention = AttentionField.Read(fields),
    };
}
