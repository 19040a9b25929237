using System.Text;
using System.Text.Json.Nodes;
using ReasoningGrains.Server.Http;

namespace ReasoningGrains.Server.Responses;

/// <summary>A turn's events as the Responses API streams them: items open and close around their deltas, one terminal event ends it.</summary>
internal sealed class ResponseStream(ResponseId id, string? previous, bool store)
{
    private readonly StringBuilder text = new();
    private int sequence;
    private int index = -1;
    private TurnDelta? open;
    private Turn? begun;

    public IEnumerable<JsonObject> Of(TurnEvent happened) => happened switch
    {
        TurnStarted started => Start(started.Turn),
        TurnDelta delta => Delta(delta),
        TurnEnded ended => [.. Close(), Event(Terminal(ended.Turn), Whole(ended.Turn))],
        _ => [],
    };

    /// <summary>The end of a stream that can tell no more. The turn may have ended otherwise: <c>GET /v1/responses/{id}</c> says.</summary>
    public JsonObject Broken(Exception reason)
    {
        var error = ApiError.Of(reason).Body["error"]!;
        var failed = begun is null ? [] : Whole(begun with { Status = TurnStatus.Failed, Error = new ConversationError($"{error["code"]}", $"{error["message"]}") });
        return Event("response.failed", failed);
    }

    private JsonObject[] Start(Turn turn)
    {
        begun = turn;
        return [Event("response.created", Whole(turn)), Event("response.in_progress", Whole(turn))];
    }

    private static string Terminal(Turn turn) => turn.Status switch
    {
        TurnStatus.Completed => "response.completed",
        TurnStatus.Failed => "response.failed",
        _ => "response.incomplete",
    };

    private List<JsonObject> Delta(TurnDelta delta)
    {
        var events = new List<JsonObject>();
        if (open?.ItemId != delta.ItemId)
        {
            events.AddRange(Close());
            events.AddRange(Open(delta));
        }

        text.Append(delta.Text);
        var next = At(delta.Kind == ItemKind.Reasoning ? "response.reasoning_summary_text.delta" : "response.output_text.delta");
        next["delta"] = delta.Text;
        events.Add(next);
        return events;
    }

    private List<JsonObject> Open(TurnDelta delta)
    {
        open = delta;
        index++;
        text.Clear();
        var item = Item(delta, "in_progress");
        item[delta.Kind == ItemKind.Reasoning ? "summary" : "content"] = new JsonArray();
        var added = Event("response.output_item.added", []);
        added["output_index"] = index;
        added["item"] = item;
        var part = At(delta.Kind == ItemKind.Reasoning ? "response.reasoning_summary_part.added" : "response.content_part.added");
        part["part"] = Part(delta.Kind, "");
        return [added, part];
    }

    private List<JsonObject> Close()
    {
        if (open is not { } item)
        {
            return [];
        }

        var reasoning = item.Kind == ItemKind.Reasoning;
        var done = At(reasoning ? "response.reasoning_summary_text.done" : "response.output_text.done");
        done["text"] = text.ToString();
        var part = At(reasoning ? "response.reasoning_summary_part.done" : "response.content_part.done");
        part["part"] = Part(item.Kind, text.ToString());
        var closed = Event("response.output_item.done", []);
        closed["output_index"] = index;
        closed["item"] = Item(item, "completed");
        open = null;
        return [done, part, closed];
    }

    private JsonObject Item(TurnDelta delta, string status)
        => ItemJson.Of(new Item { Id = delta.ItemId, Kind = delta.Kind, Role = "assistant", Text = text.ToString() }, status);

    private static JsonObject Part(ItemKind kind, string text) => kind == ItemKind.Reasoning ? new JsonObject { ["type"] = "summary_text", ["text"] = text } : ItemJson.OutputText(text);

    private JsonObject Whole(Turn turn) => new() { ["response"] = ResponseJson.Of(id, turn, previous, store) };

    private JsonObject At(string type)
    {
        var next = Event(type, []);
        next["item_id"] = open!.ItemId;
        next["output_index"] = index;
        next[open.Kind == ItemKind.Reasoning ? "summary_index" : "content_index"] = 0;
        if (type.StartsWith("response.output_text", StringComparison.Ordinal))
        {
            next["logprobs"] = new JsonArray();
        }

        return next;
    }

    private JsonObject Event(string type, JsonObject body)
    {
        body["type"] = type;
        body["sequence_number"] = sequence++;
        return body;
    }
}
