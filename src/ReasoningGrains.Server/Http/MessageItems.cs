using System.Text.Json;
using ReasoningGrains.Application;

namespace ReasoningGrains.Server.Http;

/// <summary>Messages of a request as items: content is text, or a list of text parts.</summary>
internal static class MessageItems
{
    private static readonly string[] Roles = ["system", "developer", "user", "assistant", "tool"];

    public static Item Read(JsonElement message, string name)
    {
        var fields = message.ValueKind == JsonValueKind.Object ? new Fields(message, name) : throw new RefusedException(ErrorCodes.Invalid, name, $"{name} must be an object.");
        var role = fields.Text("role") ?? throw fields.Missing("role", string.Join(", ", Roles));
        if (!Roles.Contains(role))
        {
            throw fields.Wrong("role", $"one of {string.Join(", ", Roles)}");
        }

        return User(Content(fields, "content"), role);
    }

    public static Item User(string text, string role = "user") => new() { Id = NewIds.Create("msg_"), Kind = ItemKind.Message, Role = role, Text = text };

    private static string Content(Fields fields, string name)
    {
        var content = fields.Find(name) ?? throw fields.Missing(name, "text or a list of text parts");
        return content.ValueKind switch
        {
            JsonValueKind.String => content.GetString()!,
            JsonValueKind.Array => string.Concat(content.EnumerateArray().Select((part, i) => Part(part, fields.Name($"{name}[{i}]")))),
            _ => throw fields.Wrong(name, "text or a list of text parts"),
        };
    }

    private static string Part(JsonElement part, string name)
    {
        var fields = part.ValueKind == JsonValueKind.Object ? new Fields(part, name) : throw new RefusedException(ErrorCodes.Invalid, name, $"{name} must be an object.");
        return fields.Text("type") is "text" or "input_text" or "output_text"
            ? fields.Text("text") ?? throw fields.Missing("text", "text")
            : throw fields.Wrong("type", "text, input_text or output_text: only text is supported");
    }
}
