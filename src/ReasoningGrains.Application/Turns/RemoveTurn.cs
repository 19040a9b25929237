using MediatR;

namespace ReasoningGrains.Application.Turns;

/// <summary>Takes a turn out of its conversation, with what was said in it.</summary>
public sealed record RemoveTurn(Caller Caller, string Conversation, string TurnId) : MediatR.IRequest, IConversationRequest;

internal sealed class RemoveTurnHandler(IGrainFactory grains) : IRequestHandler<RemoveTurn>
{
    public async Task<Unit> Handle(RemoveTurn request, CancellationToken cancellationToken)
    {
        await grains.Grain(request).RemoveTurn(request.TurnId);
        return Unit.Value;
    }
}
