using MediatR;

namespace ReasoningGrains.Application.Models;

/// <summary>Log-probability of each token of an answer after messages.</summary>
public sealed record ScoreAnswer(string Model, IReadOnlyList<Item> Messages, string Answer) : IRequest<IReadOnlyList<TokenLogProb>>;

internal sealed class ScoreAnswerHandler(IGrainFactory grains) : IRequestHandler<ScoreAnswer, IReadOnlyList<TokenLogProb>>
{
    public Task<IReadOnlyList<TokenLogProb>> Handle(ScoreAnswer request, CancellationToken cancellationToken)
        => grains.GetGrain<IModelCatalogGrain>(0).Score(request.Model, request.Messages, request.Answer);
}
