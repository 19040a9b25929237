using System.Text.Json.Nodes;
using ReasoningGrains.Application;

namespace ReasoningGrains.Server.Http;

/// <summary>Items in the Responses API's form.</summary>
internal static class ItemJson
{
    public static JsonObject Of(Item item, string status = "completed") => item.Kind == ItemKind.Reasoning
        ? new JsonObject { ["id"] = item.Id, ["type"] = "reasoning", ["status"] = status, ["summary"] = new JsonArray(new JsonObject { ["type"] = "summary_text", ["text"] = item.Text }) }
        : new JsonObject
        {
            ["id"] = item.Id,
            ["type"] = "message",
            ["status"] = status,
            ["role"] = item.Role,
            ["content"] = new JsonArray(item.Role == "assistant" ? OutputText(item.Text) : new JsonObject { ["type"] = "input_text", ["text"] = item.Text }),
        };

    public static JsonObject OutputText(string text) => new() { ["type"] = "output_text", ["text"] = text, ["annotations"] = new JsonArray(), ["logprobs"] = new JsonArray() };

    /// <summary>A page of a list, newest first unless asked otherwise.</summary>
    public static JsonObject Page(IReadOnlyList<Item> items, string? after, int limit, string order)
    {
        if (limit is < 1 or > 100 || order is not ("asc" or "desc"))
        {
            throw new RefusedException(ErrorCodes.Invalid, limit is < 1 or > 100 ? "limit" : "order", "limit must be 1 to 100, and order asc or desc.");
        }

        var ordered = order == "asc" ? items : [.. items.Reverse()];
        var from = after is null ? 0 : 1 + ordered.ToList().FindIndex(i => i.Id == after);
        if (after is not null && from == 0)
        {
            throw new RefusedException(ErrorCodes.NotFound, "after", $"There is no item '{after}'.");
        }

        Item[] page = [.. ordered.Skip(from).Take(limit)];
        return new JsonObject
        {
            ["object"] = "list",
            ["data"] = new JsonArray([.. page.Select(i => Of(i))]),
            ["first_id"] = page.FirstOrDefault()?.Id,
            ["last_id"] = page.LastOrDefault()?.Id,
            ["has_more"] = from + page.Length < ordered.Count,
        };
    }
}
