using System.Text.Json.Nodes;
using MediatR;
using ReasoningGrains.Application;
using ReasoningGrains.Application.Conversations;
using ReasoningGrains.Application.Models;
using ReasoningGrains.Application.Turns;
using ReasoningGrains.Server.Http;

namespace ReasoningGrains.Server.Responses;

/// <summary><c>/v1/responses</c>: a response is a turn of a conversation.</summary>
internal static class ResponsesEndpoint
{
    public static void MapResponses(this IEndpointRouteBuilder routes)
    {
        routes.MapPost("/v1/responses", Create);
        routes.MapGet("/v1/responses/{id}", Get);
        routes.MapPost("/v1/responses/{id}/cancel", async (string id, IMediator mediator) =>
        {
            var response = ResponseId.Parse(id, "id");
            return ResponseJson.Of(response, await mediator.Send(new CancelTurn(Caller.Local, response.Conversation, response.Turn)), null);
        });
        routes.MapDelete("/v1/responses/{id}", async (string id, IMediator mediator) =>
        {
            var response = ResponseId.Parse(id, "id");
            await Find(mediator, response);
            await mediator.Send(new RemoveTurn(Caller.Local, response.Conversation, response.Turn));
            return new JsonObject { ["id"] = id, ["object"] = "response", ["deleted"] = true };
        });
        routes.MapGet("/v1/responses/{id}/input_items", async (string id, string? after, int? limit, string? order, IMediator mediator)
            => ItemJson.Page((await Find(mediator, ResponseId.Parse(id, "id"))).Input, after, limit ?? 20, order ?? "desc"));
    }

    private static async Task Create(HttpContext http, IMediator mediator)
    {
        var request = ResponseRequest.Read(await Fields.Read(http.Request));
        await mediator.Send(new FindModel(request.Model), http.RequestAborted);
        var key = http.Request.Headers.TryGetValue("Idempotency-Key", out var given) ? given.ToString() : null;
        var place = await Place(mediator, request, key, http.RequestAborted);
        var turnId = key is null ? NewIds.Create("") : NewIds.Derive("", Caller.Local, key);
        var id = new ResponseId(place.Conversation, turnId);
        var turn = new TurnRequest { TurnId = turnId, Input = request.Input, Options = request.Options, AfterTurn = place.After, Transient = IsTransient(request, key) ? true : null };
        try
        {
            await Answer(http, request, id, await mediator.Send(new RunTurn(Caller.Local, place.Conversation, turn), http.RequestAborted));
        }
        catch (Exception e) when (place.IsNew && e is RefusedException or ConversationException && !http.Response.HasStarted)
        {
            // Nobody was told of the conversation that was made for it.
            await mediator.Forget(place.Conversation);
            throw;
        }
        finally
        {
            if (IsTransient(request, key))
            {
                await mediator.Forget(place.Conversation);
            }
        }
    }

    /// <summary>With store false the conversation, or the fork of the one before, is not kept, however its turn ends. Under a key it may be another request's, which comes back to it.</summary>
    private static bool IsTransient(ResponseRequest request, string? key) => !request.Store && key is null;

    private static async Task Answer(HttpContext http, ResponseRequest request, ResponseId id, IAsyncEnumerable<TurnEvent> events)
    {
        if (request.Stream)
        {
            await Stream(http, events, new ResponseStream(id, request.Previous, request.Store), after: -1);
            return;
        }

        await foreach (var happened in events.WithCancellation(http.RequestAborted))
        {
            if (happened is TurnEnded { Turn.Error: { Code: ErrorCodes.Overloaded } full })
            {
                // Nothing was said: the caller is to ask again, as anywhere else where the queue is full.
                throw new ConversationException(full.Code, full.Message);
            }

            if ((happened is TurnStarted && request.Background) || happened is TurnEnded)
            {
                await http.Response.WriteAsJsonAsync(ResponseJson.Of(id, happened is TurnEnded ended ? ended.Turn : ((TurnStarted)happened).Turn, request.Previous, request.Store), http.RequestAborted);
                break;
            }
        }
    }

    /// <summary>The conversation that the turn joins: a named one, that of the response before, or a fork of it where it has gone on since. It is new where no other request can know it.</summary>
    private static async Task<(string Conversation, string? After, bool IsNew)> Place(IMediator mediator, ResponseRequest request, string? key, CancellationToken cancellation)
    {
        if (request.Conversation is { } named)
        {
            _ = await mediator.Send(new DescribeConversation(Caller.Local, named), cancellation) ?? throw new RefusedException(ErrorCodes.NotFound, "conversation", $"There is no conversation '{named}'.");
            return (named, null, false);
        }

        if (request.Previous is not { } text)
        {
            return (NewConversation(key), null, key is null);
        }

        var previous = ResponseId.Parse(text, "previous_response_id");
        var info = await mediator.Send(new DescribeConversation(Caller.Local, previous.Conversation), cancellation) ?? throw new RefusedException(ErrorCodes.NotFound, "previous_response_id", $"There is no response '{text}'.");
        if (request.Store && (info.LastTurn == previous.Turn || (key is not null && await mediator.Send(new FindTurn(Caller.Local, previous.Conversation, NewIds.Derive("", Caller.Local, key)), cancellation) is { Status: not TurnStatus.Failed })))
        {
            return (previous.Conversation, previous.Turn, false);
        }

        var fork = NewConversation(key);
        if (key is null || !await Exists())
        {
            try
            {
                await mediator.Send(new ForkConversation(Caller.Local, previous.Conversation, fork, previous.Turn), cancellation);
            }
            catch (ConversationException) when (key is not null)
            {
                // Another request under the same key has made it meanwhile, or else nothing has.
                if (!await Exists())
                {
                    throw;
                }
            }
        }

        return (fork, null, key is null);

        async Task<bool> Exists() => await mediator.Send(new DescribeConversation(Caller.Local, fork), cancellation) is not null;
    }

    /// <summary>A retry under the same key finds the conversation of its first run.</summary>
    private static string NewConversation(string? key) => key is null ? NewIds.Create("conv_") : NewIds.Derive("conv_", Caller.Local, key);

    private static async Task Get(string id, bool? stream, int? starting_after, HttpContext http, IMediator mediator)
    {
        var response = ResponseId.Parse(id, "id");
        var turn = await Find(mediator, response);
        if (stream != true)
        {
            await http.Response.WriteAsJsonAsync(ResponseJson.Of(response, turn, null), http.RequestAborted);
            return;
        }

        await Stream(http, await mediator.Send(new FollowTurn(Caller.Local, response.Conversation, response.Turn, 0), http.RequestAborted), new ResponseStream(response, null, store: true), starting_after ?? -1);
    }

    private static async Task<Turn> Find(IMediator mediator, ResponseId id)
        => await mediator.Send(new FindTurn(Caller.Local, id.Conversation, id.Turn)) ?? throw new ConversationException(ErrorCodes.NotFound, $"There is no response '{id}'.");

    private static async Task Stream(HttpContext http, IAsyncEnumerable<TurnEvent> events, ResponseStream response, int after)
    {
        var stream = new ServerSentEvents(http.Response);
        try
        {
            await foreach (var happened in stream.KeepAlive(events, http.RequestAborted))
            {
                stream.Begin();
                foreach (var next in response.Of(happened).Where(e => IsNews(e["sequence_number"]!.GetValue<int>(), happened is TurnEnded, after)))
                {
                    await stream.Write(next["type"]!.GetValue<string>(), next, http.RequestAborted);
                }
            }
        }
        catch (Exception e) when (http.Response.HasStarted && !http.RequestAborted.IsCancellationRequested)
        {
            http.RequestServices.GetRequiredService<FailedRequests>().Log(http, e);
            var broken = response.Broken(e);
            await stream.Write(broken["type"]!.GetValue<string>(), broken, http.RequestAborted);
        }
    }

    /// <summary>What came after the event that the client has seen last. A turn that is retold may have fewer events than it had: its end is told in any case, unless that was the last one seen.</summary>
    private static bool IsNews(int number, bool isOfEnd, int after) => number > after || (isOfEnd && number < after);
}
