using MediatR;
using Microsoft.Extensions.Options;

namespace ReasoningGrains.Application.Behaviours;

/// <summary>Refuses a turn whose options are out of range or whose input is larger than a caller may send.</summary>
internal sealed class ValidateTurn(IOptions<LimitOptions> limits) : IPipelineBehavior<Turns.RunTurn, IAsyncEnumerable<TurnEvent>>
{
    public Task<IAsyncEnumerable<TurnEvent>> Handle(
        Turns.RunTurn request, CancellationToken cancellationToken, RequestHandlerDelegate<IAsyncEnumerable<TurnEvent>> next)
    {
        TurnOptionsRules.Check(request.Turn.Options);
        if (request.Turn.Options.MaxOutputTokens is { } asked && asked > limits.Value.OutputTokens)
        {
            throw RefusedException.OutOfRange("max_output_tokens", $"{asked}", $"1 to {limits.Value.OutputTokens} (Limits:OutputTokens)");
        }

        ItemRules.Check(request.Turn.Input, limits.Value, request.Turn.Options.Instructions);
        return next();
    }
}
