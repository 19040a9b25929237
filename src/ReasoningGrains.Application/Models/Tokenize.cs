using MediatR;

namespace ReasoningGrains.Application.Models;

/// <summary>Token ids of a text.</summary>
public sealed record Tokenize(string Model, string Text, bool Special) : IRequest<IReadOnlyList<int>>;

internal sealed class TokenizeHandler(IGrainFactory grains) : IRequestHandler<Tokenize, IReadOnlyList<int>>
{
    public Task<IReadOnlyList<int>> Handle(Tokenize request, CancellationToken cancellationToken)
        => grains.GetGrain<IModelCatalogGrain>(0).Tokenize(request.Model, request.Text, request.Special);
}
