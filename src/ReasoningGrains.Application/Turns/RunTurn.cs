using MediatR;
using Microsoft.Extensions.Options;

namespace ReasoningGrains.Application.Turns;

/// <summary>Lets the model answer. The stream's first element comes when the turn is journalled; leaving it early does not stop the turn.</summary>
/// <param name="Caller">Who asks.</param>
/// <param name="Conversation">Made if there is none.</param>
/// <param name="Turn">What is asked.</param>
public sealed record RunTurn(Caller Caller, string Conversation, TurnRequest Turn) : IRequest<IAsyncEnumerable<TurnEvent>>, IConversationRequest;

internal sealed class RunTurnHandler(IGrainFactory grains, IOptions<LimitOptions> limits) : IRequestHandler<RunTurn, IAsyncEnumerable<TurnEvent>>
{
    public Task<IAsyncEnumerable<TurnEvent>> Handle(RunTurn request, CancellationToken cancellationToken)
    {
        var options = request.Turn.Options with { MaxOutputTokens = request.Turn.Options.MaxOutputTokens ?? limits.Value.OutputTokens };
        var (conversation, turn) = (grains.Grain(request), request.Turn with { Options = options });
        return Task.FromResult(FollowedTurn.Across(next => next == 0 ? conversation.RunTurn(turn, cancellationToken) : conversation.Follow(turn.TurnId, 0, cancellationToken), cancellationToken));
    }
}
