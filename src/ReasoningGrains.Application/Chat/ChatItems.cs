using Microsoft.Extensions.AI;

namespace ReasoningGrains.Application.Chat;

/// <summary>Messages and options of Microsoft.Extensions.AI as items and turn options.</summary>
internal static class ChatItems
{
    public static IReadOnlyList<Item> From(IEnumerable<ChatMessage> messages) => [.. messages.Select(From)];

    public static TurnOptions Options(ChatOptions? options)
    {
        if (options is null)
        {
            return TurnOptions.Default;
        }

        if (options.Tools is { Count: > 0 })
        {
            throw new RefusedException(ErrorCodes.Invalid, "tools", "tools are not supported; leave them out.");
        }

        if (options.ResponseFormat is not null and not ChatResponseFormatText)
        {
            throw new RefusedException(ErrorCodes.Invalid, "response_format", "Only text is supported as response format.");
        }

        return new TurnOptions
        {
            Instructions = options.Instructions,
            MaxOutputTokens = options.MaxOutputTokens,
            Temperature = options.Temperature,
            TopP = options.TopP,
            TopK = options.TopK,
            PresencePenalty = options.PresencePenalty,
            FrequencyPenalty = options.FrequencyPenalty,
            Seed = options.Seed,
            Stop = options.StopSequences is { } stop ? [.. stop] : null,
        };
    }

    private static Item From(ChatMessage message)
    {
        if (message.Contents.FirstOrDefault(content => content is not (TextContent or TextReasoningContent)) is { } other)
        {
            throw new RefusedException(ErrorCodes.Invalid, "messages", $"A message holds {other.GetType().Name}; only text is supported.");
        }

        return new Item { Id = NewIds.Create("msg_"), Kind = ItemKind.Message, Role = message.Role.Value, Text = message.Text };
    }
}
