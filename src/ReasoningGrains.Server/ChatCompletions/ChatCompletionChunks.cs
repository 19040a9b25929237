using System.Text;
using System.Text.Json.Nodes;
using ReasoningGrains.Server.Http;

namespace ReasoningGrains.Server.ChatCompletions;

/// <summary>A turn in the forms of <c>chat.completion</c> and <c>chat.completion.chunk</c>.</summary>
internal sealed class ChatCompletionChunks(string id, string model)
{
    private DateTimeOffset created;

    public JsonObject Whole(Turn turn, IReadOnlyList<TokenLogProb> logProbs)
    {
        var message = new JsonObject { ["role"] = "assistant", ["content"] = Text(turn, ItemKind.Message), ["refusal"] = null };
        if (Text(turn, ItemKind.Reasoning) is { Length: > 0 } reasoning)
        {
            message["reasoning_content"] = reasoning;
        }

        created = turn.StartedAt;
        var whole = Frame("chat.completion");
        whole["choices"] = new JsonArray(new JsonObject
        {
            ["index"] = 0,
            ["message"] = message,
            ["logprobs"] = turn.Options.TopLogProbs is null ? null : LogProbs(logProbs),
            ["finish_reason"] = FinishReason(turn),
        });
        whole["usage"] = Usage(turn.Usage);
        return whole;
    }

    public IEnumerable<JsonObject> Of(TurnEvent happened, bool usage)
    {
        switch (happened)
        {
            case TurnStarted started:
                created = started.Turn.StartedAt;
                yield return Chunk(new JsonObject { ["role"] = "assistant", ["content"] = "" }, null, null);
                break;
            case TurnDelta delta:
                yield return Chunk(new JsonObject { [delta.Kind == ItemKind.Reasoning ? "reasoning_content" : "content"] = delta.Text }, delta.Kind == ItemKind.Message ? delta.LogProbs : null, null);
                break;
            case TurnEnded { Turn.Error: { } error }:
                yield return ApiError.Body(error.Message, ApiError.Type(error.Code), null, error.Code);
                break;
            case TurnEnded ended:
                yield return Chunk([], null, FinishReason(ended.Turn));
                if (usage)
                {
                    var last = Frame("chat.completion.chunk");
                    last["choices"] = new JsonArray();
                    last["usage"] = Usage(ended.Turn.Usage);
                    yield return last;
                }

                break;
        }
    }

    private static string Text(Turn turn, ItemKind kind) => string.Concat(turn.Output.Where(i => i.Kind == kind).Select(i => i.Text));

    private static string FinishReason(Turn turn) => turn.StopReason == StopReason.Length ? "length" : "stop";

    private static JsonObject Usage(Usage usage) => new()
    {
        ["prompt_tokens"] = usage.InputTokens,
        ["completion_tokens"] = usage.OutputTokens,
        ["total_tokens"] = usage.InputTokens + usage.OutputTokens,
        ["prompt_tokens_details"] = new JsonObject { ["cached_tokens"] = usage.CachedTokens },
        ["completion_tokens_details"] = new JsonObject { ["reasoning_tokens"] = usage.ReasoningTokens },
    };

    private static JsonObject LogProbs(IEnumerable<TokenLogProb> tokens)
        => new() { ["content"] = new JsonArray([.. tokens.Select(t => Token(t, alternatives: true))]), ["refusal"] = null };

    private static JsonObject Token(TokenLogProb token, bool alternatives)
    {
        var json = new JsonObject { ["token"] = token.Text, ["logprob"] = token.LogProb, ["bytes"] = new JsonArray([.. Encoding.UTF8.GetBytes(token.Text).Select(b => JsonValue.Create((int)b))]) };
        if (alternatives)
        {
            json["top_logprobs"] = new JsonArray([.. token.Alternatives.Select(a => Token(a, alternatives: false))]);
        }

        return json;
    }

    private JsonObject Chunk(JsonObject delta, IReadOnlyList<TokenLogProb>? logProbs, string? finish)
    {
        var chunk = Frame("chat.completion.chunk");
        chunk["choices"] = new JsonArray(new JsonObject { ["index"] = 0, ["delta"] = delta, ["logprobs"] = logProbs is null ? null : LogProbs(logProbs), ["finish_reason"] = finish });
        return chunk;
    }

    private JsonObject Frame(string kind) => new() { ["id"] = id, ["object"] = kind, ["created"] = created.ToUnixTimeSeconds(), ["model"] = model };
}
