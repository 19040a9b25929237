using System.Runtime.CompilerServices;
using MediatR;
using Microsoft.Extensions.AI;
using ReasoningGrains.Application.Turns;

namespace ReasoningGrains.Application.Chat;

/// <summary>
/// Conversations in process as Microsoft.Extensions.AI sees them. <see cref="ChatOptions.ConversationId"/> names the conversation, whose transcript the server
/// keeps: send only what is new. Without one a conversation is made and its id is in the response.
/// </summary>
public sealed class ConversationChatClient(IMediator mediator, Caller caller) : IChatClient
{
    public async Task<ChatResponse> GetResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
        => await GetStreamingResponseAsync(messages, options, cancellationToken).ToChatResponseAsync(cancellationToken);

    public async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var conversation = options?.ConversationId ?? NewIds.Create("conv_");
        var turn = new TurnRequest { TurnId = NewIds.Create("turn_"), Input = ChatItems.From(messages), Options = ChatItems.Options(options) };
        var events = await mediator.Send(new RunTurn(caller, conversation, turn), cancellationToken);
        await foreach (var happened in events.WithCancellation(cancellationToken))
        {
            var update = happened switch
            {
                TurnDelta delta => new ChatResponseUpdate(ChatRole.Assistant, [Content(delta)]) { MessageId = turn.TurnId },
                TurnEnded { Turn.Error: { } error } => throw new ConversationException(error.Code, error.Message),
                TurnEnded ended => Ending(ended.Turn),
                _ => null,
            };
            if (update is not null)
            {
                update.ConversationId = conversation;
                update.ResponseId = turn.TurnId;
                yield return update;
            }
        }
    }

    public object? GetService(Type serviceType, object? serviceKey = null) => serviceKey is null && serviceType.IsInstanceOfType(this) ? this : null;

    public void Dispose()
    {
    }

    private static AIContent Content(TurnDelta delta)
        => delta.Kind == ItemKind.Reasoning ? new TextReasoningContent(delta.Text) : new TextContent(delta.Text);

    private static ChatResponseUpdate Ending(Turn turn) => new()
    {
        Role = ChatRole.Assistant,
        MessageId = turn.Id,
        ModelId = turn.Model,
        CreatedAt = turn.StartedAt,
        FinishReason = turn.StopReason == StopReason.Length ? ChatFinishReason.Length : ChatFinishReason.Stop,
        Contents =
        [
            new UsageContent(new UsageDetails
            {
                InputTokenCount = turn.Usage.InputTokens,
                CachedInputTokenCount = turn.Usage.CachedTokens,
                OutputTokenCount = turn.Usage.OutputTokens,
                ReasoningTokenCount = turn.Usage.ReasoningTokens,
                TotalTokenCount = turn.Usage.InputTokens + turn.Usage.OutputTokens,
            }),
        ],
    };
}
