using System.Text;
using System.Text.Json.Nodes;

namespace ReasoningGrains.Server.Http;

/// <summary>Writes an event stream, one flush an event.</summary>
internal sealed class ServerSentEvents(HttpResponse response)
{
    /// <summary>Makes the reply a stream, if it is not one yet. Until then it can still become a refusal, which is an ordinary reply with a status.</summary>
    public void Begin()
    {
        if (!response.HasStarted)
        {
            response.ContentType = "text/event-stream";
            response.Headers.CacheControl = "no-cache";
        }
    }

    /// <summary>Writes an event; a name only where the protocol has one.</summary>
    public async Task Write(string? name, JsonNode data, CancellationToken cancellation) => await Write(name, data.ToJsonString(), cancellation);

    public async Task Write(string? name, string data, CancellationToken cancellation)
    {
        await response.Body.WriteAsync(Encoding.UTF8.GetBytes(name is null ? $"data: {data}\n\n" : $"event: {name}\ndata: {data}\n\n"), cancellation);
        await response.Body.FlushAsync(cancellation);
    }
}
