using System.Text.Json;
using System.Text.Json.Nodes;
using MediatR;
using ReasoningGrains.Application;
using ReasoningGrains.Application.Conversations;
using ReasoningGrains.Server.Http;

namespace ReasoningGrains.Server.Conversations;

/// <summary><c>/v1/conversations</c>.</summary>
internal static class ConversationsEndpoint
{
    public static void MapConversations(this IEndpointRouteBuilder routes)
    {
        var conversations = routes.MapGroup("/v1/conversations");
        conversations.MapPost("", async (HttpRequest request, IMediator mediator) =>
        {
            var fields = await Fields.Read(request);
            return Conversation(await mediator.Send(new CreateConversation(Caller.Local, NewIds.Create("conv_"), fields.Texts("metadata") ?? new Dictionary<string, string>(), Items(fields, required: false))));
        });
        conversations.MapGet("{id}", async (string id, IMediator mediator) => Conversation(await Find(mediator, id)));
        conversations.MapPost("{id}", async (string id, HttpRequest request, IMediator mediator) =>
        {
            var fields = await Fields.Read(request);
            return Conversation(await mediator.Send(new UpdateConversation(Caller.Local, id, fields.Texts("metadata") ?? throw fields.Missing("metadata", "an object of texts"))));
        });
        conversations.MapDelete("{id}", async (string id, IMediator mediator) =>
        {
            await mediator.Send(new DeleteConversation(Caller.Local, id));
            return new JsonObject { ["id"] = id, ["object"] = "conversation.deleted", ["deleted"] = true };
        });
        conversations.MapGet("{id}/items", async (string id, string? after, int? limit, string? order, IMediator mediator)
            => ItemJson.Page(await mediator.Send(new ListItems(Caller.Local, id)), after, limit ?? 20, order ?? "desc"));
        conversations.MapPost("{id}/items", async (string id, HttpRequest request, IMediator mediator)
            => ItemJson.Page(await mediator.Send(new AddItems(Caller.Local, id, Items(await Fields.Read(request), required: true))), null, 100, "asc"));
        conversations.MapGet("{id}/items/{item}", async (string id, string item, IMediator mediator)
            => ItemJson.Of((await mediator.Send(new ListItems(Caller.Local, id))).FirstOrDefault(i => i.Id == item) ?? throw new ConversationException(ErrorCodes.NotFound, $"Conversation '{id}' holds no item '{item}'.")));
        conversations.MapDelete("{id}/items/{item}", async (string id, string item, IMediator mediator) =>
        {
            await mediator.Send(new RemoveItem(Caller.Local, id, item));
            return Conversation(await Find(mediator, id));
        });
    }

    private static async Task<ConversationInfo> Find(IMediator mediator, string id)
        => await mediator.Send(new DescribeConversation(Caller.Local, id)) ?? throw new ConversationException(ErrorCodes.NotFound, $"There is no conversation '{id}'.");

    private static IReadOnlyList<Item> Items(Fields fields, bool required)
    {
        IReadOnlyList<JsonElement> items = fields.Array("items") ?? (required ? throw fields.Missing("items", "a list of items") : []);
        return [.. items.Select((item, i) => MessageItems.Read(item, $"items[{i}]"))];
    }

    private static JsonObject Conversation(ConversationInfo info) => new()
    {
        ["id"] = info.Id,
        ["object"] = "conversation",
        ["created_at"] = info.CreatedAt.ToUnixTimeSeconds(),
        ["metadata"] = new JsonObject(info.Metadata.Select(m => KeyValuePair.Create(m.Key, (JsonNode?)JsonValue.Create(m.Value)))),
    };
}
