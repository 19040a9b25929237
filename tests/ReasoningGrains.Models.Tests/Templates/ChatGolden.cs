using System.Text.Json;
using ReasoningGrains.Models.Templates;
using ReasoningGrains.Tests;

namespace ReasoningGrains.Models.Tests.Templates;

/// <summary>Conversations with the text that Jinja itself renders from the model's template.</summary>
internal sealed record ChatGolden(IReadOnlyList<ChatMessage> Messages, bool AddGenerationPrompt, bool? Thinking, string Text)
{
    public static IReadOnlyList<ChatGolden> Read(string folder)
    {
        using var json = JsonDocument.Parse(File.ReadAllBytes(SharedFiles.Require($"models/{folder}/golden.chat.json")));
        return [.. json.RootElement.EnumerateArray().Select(entry => new ChatGolden(
            [.. entry.GetProperty("messages").EnumerateArray().Select(message => new ChatMessage(message.GetProperty("role").GetString()!, message.GetProperty("content").GetString()!))],
            entry.GetProperty("add_generation_prompt").GetBoolean(),
            entry.TryGetProperty("enable_thinking", out var thinking) ? thinking.GetBoolean() : null,
            entry.GetProperty("text").GetString()!))];
    }
}
