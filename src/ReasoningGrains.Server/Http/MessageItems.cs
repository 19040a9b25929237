using System.Text.Json;
using ReasoningGrains.Application;

namespace ReasoningGrains.Server.Http;

/// <summary>Messages of a request as items: content is text, or a list of text parts. What an answer thought may be given back before it, as SDKs do with an output that becomes input.</summary>
internal static class MessageItems
{
    private static readonly string[] Roles = ["system", "developer", "user", "assistant", "tool"];

    public static Item Read(JsonElement message, string name)
    {
        var fields = message.ValueKind == JsonValueKind.Object ? new Fields(message, name) : throw new RefusedException(ErrorCodes.Invalid, name, $"{name} must be an object.");
        if (fields.Text("type") is { } type && type != "message")
        {
            return type == "reasoning" ? new Item { Id = NewIds.Create("rs_"), Kind = ItemKind.Reasoning, Role = "assistant", Text = Thought(fields) } : throw fields.Wrong("type", "message or reasoning");
        }

        var role = fields.Text("role") ?? throw fields.Missing("role", string.Join(", ", Roles));
        if (!Roles.Contains(role))
        {
            throw fields.Wrong("role", $"one of {string.Join(", ", Roles)}");
        }

        foreach (var calls in (string[])["tool_calls", "function_call"])
        {
            fields.Refuse(calls, value => value.ValueKind == JsonValueKind.Array && value.GetArrayLength() == 0, "leave it out: there are no tools");
        }

        return User(Content(fields, "content"), role);
    }

    public static Item User(string text, string role = "user") => new() { Id = NewIds.Create("msg_"), Kind = ItemKind.Message, Role = role, Text = text };

    private static string Content(Fields fields, string name)
    {
        var content = fields.Find(name) ?? throw fields.Missing(name, "text or a list of text parts");
        return content.ValueKind switch
        {
            JsonValueKind.String => fields.Text(name)!,
            JsonValueKind.Array => string.Concat(content.EnumerateArray().Select((part, i) => Part(part, fields.Name($"{name}[{i}]")))),
            _ => throw fields.Wrong(name, "text or a list of text parts"),
        };
    }

    /// <summary>The whole of it where it is given, else its summary.</summary>
    private static string Thought(Fields fields)
    {
        var name = fields.Array("content") is { Count: > 0 } ? "content" : "summary";
        return string.Concat((fields.Array(name) ?? []).Select((part, i) => Part(part, fields.Name($"{name}[{i}]"))));
    }

    private static string Part(JsonElement part, string name)
    {
        var fields = part.ValueKind == JsonValueKind.Object ? new Fields(part, name) : throw new RefusedException(ErrorCodes.Invalid, name, $"{name} must be an object.");
        return fields.Text("type") is "text" or "input_text" or "output_text" or "summary_text" or "reasoning_text"
            ? fields.Text("text") ?? throw fields.Missing("text", "text")
            : throw fields.Wrong("type", "text, input_text, output_text, summary_text or reasoning_text: only text is supported");
    }
}
