using System.Text.Json.Nodes;
using ReasoningGrains.Server.Http;

namespace ReasoningGrains.Server.Responses;

/// <summary>A turn as a response object.</summary>
internal static class ResponseJson
{
    /// <param name="id">Of the response.</param>
    /// <param name="turn">Which it is.</param>
    /// <param name="previous">The response that it was asked to follow, where that is known.</param>
    /// <param name="store">Whether it is kept.</param>
    public static JsonObject Of(ResponseId id, Turn turn, string? previous, bool store = true) => new()
    {
        ["id"] = id.ToString(),
        ["object"] = "response",
        ["created_at"] = turn.StartedAt.ToUnixTimeSeconds(),
        ["status"] = Status(turn),
        ["background"] = turn.Options.Background ?? false,
        ["conversation"] = new JsonObject { ["id"] = id.Conversation },
        ["error"] = turn.Error is { } error ? new JsonObject { ["code"] = error.Code, ["message"] = error.Message } : null,
        ["incomplete_details"] = turn.Status == TurnStatus.Incomplete ? new JsonObject { ["reason"] = "max_output_tokens" } : null,
        ["instructions"] = turn.Options.Instructions,
        ["max_output_tokens"] = turn.Options.MaxOutputTokens,
        ["metadata"] = new JsonObject((turn.Options.Metadata ?? new Dictionary<string, string>()).Select(m => KeyValuePair.Create(m.Key, (JsonNode?)JsonValue.Create(m.Value)))),
        ["model"] = turn.Model,
        ["output"] = new JsonArray([.. turn.Output.Select(i => ItemJson.Of(i, turn.Status == TurnStatus.Completed ? "completed" : "incomplete"))]),
        ["parallel_tool_calls"] = true,
        ["previous_response_id"] = previous,
        ["reasoning"] = new JsonObject { ["effort"] = turn.Options.ReasoningEffort, ["summary"] = null },
        ["store"] = store,
        ["temperature"] = turn.Options.Temperature ?? 1,
        ["text"] = new JsonObject { ["format"] = new JsonObject { ["type"] = "text" } },
        ["tool_choice"] = "auto",
        ["tools"] = new JsonArray(),
        ["top_p"] = turn.Options.TopP ?? 1,
        ["truncation"] = "disabled",
        ["usage"] = turn.Status == TurnStatus.Running ? null : Usage(turn.Usage),
    };

    private static string Status(Turn turn) => turn.Status switch
    {
        TurnStatus.Running => "in_progress",
        TurnStatus.Completed => "completed",
        TurnStatus.Incomplete => "incomplete",
        TurnStatus.Cancelled => "cancelled",
        _ => "failed",
    };

    private static JsonObject Usage(Usage usage) => new()
    {
        ["input_tokens"] = usage.InputTokens,
        ["input_tokens_details"] = new JsonObject { ["cached_tokens"] = usage.CachedTokens },
        ["output_tokens"] = usage.OutputTokens,
        ["output_tokens_details"] = new JsonObject { ["reasoning_tokens"] = usage.ReasoningTokens },
        ["total_tokens"] = usage.InputTokens + usage.OutputTokens,
    };
}
