using MediatR;

namespace ReasoningGrains.Application.Models;

/// <summary>The models that are served.</summary>
public sealed record ListModels : IRequest<IReadOnlyList<ModelInfo>>;

internal sealed class ListModelsHandler(IGrainFactory grains) : IRequestHandler<ListModels, IReadOnlyList<ModelInfo>>
{
    public Task<IReadOnlyList<ModelInfo>> Handle(ListModels request, CancellationToken cancellationToken) => grains.GetGrain<IModelCatalogGrain>(0).Models();
}
