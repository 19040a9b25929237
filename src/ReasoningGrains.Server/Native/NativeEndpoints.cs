using System.Text.Json.Nodes;
using MediatR;
using ReasoningGrains.Application.Models;
using ReasoningGrains.Server.Http;

namespace ReasoningGrains.Server.Native;

/// <summary>Look-ups under <c>/api</c>: tokenize, detokenize, render, score.</summary>
internal static class NativeEndpoints
{
    public static void MapNative(this IEndpointRouteBuilder routes)
    {
        routes.MapPost("/api/tokenize", async (HttpRequest request, IMediator mediator) =>
        {
            var fields = await Fields.Read(request);
            var ids = await mediator.Send(new Tokenize(fields.Text("model") ?? "", fields.Text("text") ?? throw fields.Missing("text", "text"), fields.Flag("special")));
            return new JsonObject { ["ids"] = new JsonArray([.. ids.Select(id => JsonValue.Create(id))]) };
        });
        routes.MapPost("/api/detokenize", async (HttpRequest request, IMediator mediator) =>
        {
            var fields = await Fields.Read(request);
            var ids = fields.Array("ids") ?? throw fields.Missing("ids", "a list of token ids");
            return new JsonObject { ["text"] = await mediator.Send(new Detokenize(fields.Text("model") ?? "", [.. ids.Select(id => id.ValueKind == System.Text.Json.JsonValueKind.Number && id.TryGetInt32(out var value) ? value : throw fields.Wrong("ids", "a list of token ids"))])) };
        });
        routes.MapPost("/api/render", async (HttpRequest request, IMediator mediator) =>
        {
            var fields = await Fields.Read(request);
            return new JsonObject { ["text"] = await mediator.Send(new RenderMessages(fields.Text("model") ?? "", Messages(fields), fields.Flag("add_generation_prompt"))) };
        });
        routes.MapPost("/api/score", async (HttpRequest request, IMediator mediator) =>
        {
            var fields = await Fields.Read(request);
            var tokens = await mediator.Send(new ScoreAnswer(fields.Text("model") ?? "", Messages(fields), fields.Text("answer") ?? throw fields.Missing("answer", "text")));
            return new JsonObject { ["tokens"] = new JsonArray([.. tokens.Select(t => new JsonObject { ["id"] = t.Token, ["text"] = t.Text, ["logprob"] = t.LogProb })]) };
        });
    }

    private static IReadOnlyList<Item> Messages(Fields fields)
        => [.. (fields.Array("messages") ?? throw fields.Missing("messages", "a list of messages")).Select((m, i) => MessageItems.Read(m, $"messages[{i}]"))];
}
