using System.Text.Json.Nodes;
using MediatR;
using ReasoningGrains.Application.Models;

namespace ReasoningGrains.Server.Models;

/// <summary><c>/v1/models</c>.</summary>
internal static class ModelsEndpoint
{
    public static void MapModels(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/v1/models", async (IMediator mediator) => new JsonObject { ["object"] = "list", ["data"] = new JsonArray([.. (await mediator.Send(new ListModels())).Select(Model)]) });
        routes.MapGet("/v1/models/{id}", async (string id, IMediator mediator) => Model(await mediator.Send(new FindModel(id))));
    }

    private static JsonObject Model(ModelInfo model) => new()
    {
        ["id"] = model.Id,
        ["object"] = "model",
        ["created"] = model.CreatedAt.ToUnixTimeSeconds(),
        ["owned_by"] = "reasoning-grains",
        ["context_length"] = model.ContextLength,
    };
}
