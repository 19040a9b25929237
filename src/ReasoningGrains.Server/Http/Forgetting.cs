using MediatR;
using ReasoningGrains.Application;
using ReasoningGrains.Application.Conversations;

namespace ReasoningGrains.Server.Http;

/// <summary>Conversations that nobody is to find again.</summary>
internal static class Forgetting
{
    /// <summary>Ends the turn where it still runs, and leaves nothing of the conversation. One whose only turn was refused has left nothing.</summary>
    public static async Task Forget(this IMediator mediator, string conversation)
    {
        try
        {
            await mediator.Send(new DeleteConversation(Caller.Local, conversation), CancellationToken.None);
        }
        catch (ConversationException e) when (e.Code == ErrorCodes.NotFound)
        {
        }
    }
}
