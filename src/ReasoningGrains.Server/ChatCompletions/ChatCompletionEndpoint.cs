using System.Text.Json.Nodes;
using MediatR;
using ReasoningGrains.Application;
using ReasoningGrains.Application.Conversations;
using ReasoningGrains.Application.Models;
using ReasoningGrains.Application.Turns;
using ReasoningGrains.Server.Http;

namespace ReasoningGrains.Server.ChatCompletions;

/// <summary><c>POST /v1/chat/completions</c>: each call is a conversation of its own that begins with the given messages.</summary>
internal static class ChatCompletionEndpoint
{
    public static void MapChatCompletions(this IEndpointRouteBuilder routes) => routes.MapPost("/v1/chat/completions", Handle);

    private static async Task Handle(HttpContext http, IMediator mediator)
    {
        var request = ChatCompletionRequest.Read(await Fields.Read(http.Request));
        var model = await mediator.Send(new FindModel(request.Model), http.RequestAborted);
        var id = http.Request.Headers.TryGetValue("Idempotency-Key", out var key) ? NewIds.Derive("chatcmpl-", Caller.Local, key!) : NewIds.Create("chatcmpl-");
        var turn = new TurnRequest { TurnId = id, Input = request.Messages, Options = request.Options, Transient = key.Count == 0 ? true : null };
        var events = await mediator.Send(new RunTurn(Caller.Local, id, turn), http.RequestAborted);
        var chunks = new ChatCompletionChunks(id, model.Id);
        try
        {
            if (request.Stream)
            {
                await Stream(http, events, chunks, request.IncludeUsage);
            }
            else
            {
                await http.Response.WriteAsJsonAsync(await Whole(events, chunks, http.RequestAborted), http.RequestAborted);
            }
        }
        catch (OperationCanceledException) when (http.RequestAborted.IsCancellationRequested)
        {
            // A retry under the key follows the turn; else nobody can come back to it.
        }
        finally
        {
            if (key.Count == 0)
            {
                await mediator.Forget(id);
            }
        }
    }

    private static async Task<JsonObject> Whole(IAsyncEnumerable<TurnEvent> events, ChatCompletionChunks chunks, CancellationToken cancellation)
    {
        var logProbs = new List<TokenLogProb>();
        await foreach (var happened in events.WithCancellation(cancellation))
        {
            switch (happened)
            {
                case TurnDelta { Kind: ItemKind.Message, LogProbs: { } some }:
                    logProbs.AddRange(some);
                    break;
                case TurnEnded { Turn.Error: { } error }:
                    throw new ConversationException(error.Code, error.Message);
                case TurnEnded ended:
                    return chunks.Whole(ended.Turn, logProbs);
            }
        }

        throw new ConversationException(ErrorCodes.Failed, "The turn ended without a result.");
    }

    private static async Task Stream(HttpContext http, IAsyncEnumerable<TurnEvent> events, ChatCompletionChunks chunks, bool usage)
    {
        var stream = new ServerSentEvents(http.Response);
        try
        {
            await foreach (var happened in stream.KeepAlive(events, http.RequestAborted))
            {
                stream.Begin();
                foreach (var chunk in chunks.Of(happened, usage))
                {
                    await stream.Write(null, chunk, http.RequestAborted);
                }
            }
        }
        catch (Exception e) when (http.Response.HasStarted && !http.RequestAborted.IsCancellationRequested)
        {
            http.RequestServices.GetRequiredService<FailedRequests>().Log(http, e);
            await stream.Write(null, ApiError.Of(e).Body, http.RequestAborted);
        }

        await stream.Write(null, "[DONE]", http.RequestAborted);
    }
}
