using MediatR;

namespace ReasoningGrains.Application.Turns;

/// <summary>The blocks that weighed most in a turn, with their text.</summary>
/// <param name="Caller">Who asks.</param>
/// <param name="Conversation">Which.</param>
/// <param name="TurnId">Null is the last turn that was weighed.</param>
public sealed record ExplainTurn(Caller Caller, string Conversation, string? TurnId) : IRequest<Explanation>, IConversationRequest;

internal sealed class ExplainTurnHandler(IGrainFactory grains) : IRequestHandler<ExplainTurn, Explanation>
{
    public Task<Explanation> Handle(ExplainTurn request, CancellationToken cancellationToken) => grains.Grain(request).Explain(request.TurnId);
}
