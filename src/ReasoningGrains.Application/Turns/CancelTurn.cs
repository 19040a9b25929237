using MediatR;

namespace ReasoningGrains.Application.Turns;

/// <summary>Stops a running turn and keeps what was generated; the turn as it then is.</summary>
public sealed record CancelTurn(Caller Caller, string Conversation, string TurnId) : IRequest<Turn>, IConversationRequest;

internal sealed class CancelTurnHandler(IGrainFactory grains) : IRequestHandler<CancelTurn, Turn>
{
    public Task<Turn> Handle(CancelTurn request, CancellationToken cancellationToken) => grains.Grain(request).Cancel(request.TurnId);
}
