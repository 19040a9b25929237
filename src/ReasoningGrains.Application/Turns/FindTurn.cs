using MediatR;

namespace ReasoningGrains.Application.Turns;

/// <summary>A turn by its id; null when there is none.</summary>
public sealed record FindTurn(Caller Caller, string Conversation, string TurnId) : IRequest<Turn?>, IConversationRequest;

internal sealed class FindTurnHandler(IGrainFactory grains) : IRequestHandler<FindTurn, Turn?>
{
    public Task<Turn?> Handle(FindTurn request, CancellationToken cancellationToken) => grains.Grain(request).FindTurn(request.TurnId);
}
