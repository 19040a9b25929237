using System.Text;
using System.Text.Json.Nodes;

namespace ReasoningGrains.Server.Http;

/// <summary>Writes an event stream, one flush an event.</summary>
internal sealed class ServerSentEvents(HttpResponse response)
{
    public void Begin()
    {
        response.ContentType = "text/event-stream";
        response.Headers.CacheControl = "no-cache";
    }

    /// <summary>Writes an event; a name only where the protocol has one.</summary>
    public async Task Write(string? name, JsonNode data, CancellationToken cancellation) => await Write(name, data.ToJsonString(), cancellation);

    public async Task Write(string? name, string data, CancellationToken cancellation)
    {
        await response.Body.WriteAsync(Encoding.UTF8.GetBytes(name is null ? $"data: {data}\n\n" : $"event: {name}\ndata: {data}\n\n"), cancellation);
        await response.Body.FlushAsync(cancellation);
    }
}
