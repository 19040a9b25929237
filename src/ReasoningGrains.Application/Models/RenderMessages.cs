using MediatR;

namespace ReasoningGrains.Application.Models;

/// <summary>What the model's chat template makes of messages.</summary>
public sealed record RenderMessages(string Model, IReadOnlyList<Item> Messages, bool AddGenerationPrompt) : IRequest<string>;

internal sealed class RenderMessagesHandler(IGrainFactory grains) : IRequestHandler<RenderMessages, string>
{
    public Task<string> Handle(RenderMessages request, CancellationToken cancellationToken)
        => grains.GetGrain<IModelCatalogGrain>(0).Render(request.Model, request.Messages, request.AddGenerationPrompt);
}
