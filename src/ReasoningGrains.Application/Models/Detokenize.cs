using MediatR;

namespace ReasoningGrains.Application.Models;

/// <summary>The text of token ids.</summary>
public sealed record Detokenize(string Model, IReadOnlyList<int> Ids) : IRequest<string>;

internal sealed class DetokenizeHandler(IGrainFactory grains) : IRequestHandler<Detokenize, string>
{
    public Task<string> Handle(Detokenize request, CancellationToken cancellationToken)
        => grains.GetGrain<IModelCatalogGrain>(0).Detokenize(request.Model, request.Ids);
}
