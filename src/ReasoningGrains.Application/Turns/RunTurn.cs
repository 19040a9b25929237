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
        return Task.FromResult(grains.Grain(request).RunTurn(request.Turn with { Options = options }, cancellationToken));
    }
}
