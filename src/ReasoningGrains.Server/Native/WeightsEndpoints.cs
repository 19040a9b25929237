using System.Text.Json.Nodes;
using MediatR;
using ReasoningGrains.Application;
using ReasoningGrains.Application.Conversations;
using ReasoningGrains.Application.Turns;
using ReasoningGrains.Server.Responses;

namespace ReasoningGrains.Server.Native;

/// <summary>What a conversation attends: <c>/api/conversations/{id}/explain</c> and <c>…/weights</c>.</summary>
internal static class WeightsEndpoints
{
    public static void MapWeights(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/api/conversations/{id}/explain", async (string id, string? turn, IMediator mediator) => Explained(id, await mediator.Send(new ExplainTurn(Caller.Local, id, TurnId(turn)))));
        routes.MapGet("/api/conversations/{id}/weights", async (string id, IMediator mediator) => Weights(id, await mediator.Send(new ReadWeights(Caller.Local, id))));
    }

    /// <summary>A turn may be named by its response.</summary>
    private static string? TurnId(string? turn) => turn?.StartsWith("resp_", StringComparison.Ordinal) == true ? ResponseId.Parse(turn, "turn").Turn : turn;

    private static JsonObject Explained(string conversation, Explanation explanation) => new()
    {
        ["object"] = "explanation",
        ["conversation"] = conversation,
        ["turn"] = explanation.Turn,
        ["digest"] = explanation.Digest,
        ["tokens"] = explanation.Tokens,
        ["blocks"] = new JsonArray([.. explanation.Blocks.Select(b => new JsonObject { ["block"] = b.Block, ["weight"] = b.Weight, ["before"] = b.Before, ["text"] = b.Text })]),
    };

    private static JsonObject Weights(string conversation, WeightsNow weights) => new()
    {
        ["object"] = "weights",
        ["conversation"] = conversation,
        ["turn"] = weights.Turn,
        ["digest"] = weights.Digest,
        ["tokens"] = weights.Tokens,
        ["blocks"] = new JsonArray([.. weights.Blocks.Select(b => new JsonObject { ["block"] = b.Block, ["weight"] = b.Weight })]),
    };
}
