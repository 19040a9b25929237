using MediatR;

namespace ReasoningGrains.Application.Models;

/// <summary>The model that a name means; null or <c>default</c> is the first one served. An unknown name is refused with the names that are known.</summary>
public sealed record FindModel(string? Name) : IRequest<ModelInfo>;

internal sealed class FindModelHandler(IGrainFactory grains) : IRequestHandler<FindModel, ModelInfo>
{
    public async Task<ModelInfo> Handle(FindModel request, CancellationToken cancellationToken)
    {
        var models = await grains.GetGrain<IModelCatalogGrain>(0).Models();
        if (request.Name is null or "default" && models.Count > 0)
        {
            return models[0];
        }

        return models.FirstOrDefault(model => model.Id == request.Name) ?? throw new RefusedException(
            ErrorCodes.NotFound, "model", $"There is no model '{request.Name}'; served are {string.Join(", ", models.Select(model => $"'{model.Id}'"))} and 'default'.");
    }
}
