using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json.Nodes;

namespace ReasoningGrains.Server.Http;

/// <summary>Writes an event stream, one flush an event.</summary>
/// <param name="response">The reply.</param>
/// <param name="silence">After so long without an event a comment is written; null is 15 seconds.</param>
internal sealed class ServerSentEvents(HttpResponse response, TimeSpan? silence = null)
{
    private static readonly TimeSpan Silence = TimeSpan.FromSeconds(15);
    private static readonly byte[] Comment = ": keep-alive\n\n"u8.ToArray();

    /// <summary>Makes the reply a stream, if it is not one yet. Until then it can still become a refusal, which is an ordinary reply with a status.</summary>
    public void Begin()
    {
        if (!response.HasStarted)
        {
            response.ContentType = "text/event-stream";
            response.Headers.CacheControl = "no-cache, no-transform";
            // nginx would hand tokens on in bursts.
            response.Headers["X-Accel-Buffering"] = "no";
        }
    }

    /// <summary>
    /// The events as they come. While none does, comments are written, which clients pass over: proxies cut off what is silent for a minute, and a long prompt, or a place in the queue, takes longer.
    /// From the first comment on the reply is a stream, and a refusal an event of it.
    /// </summary>
    public async IAsyncEnumerable<T> KeepAlive<T>(IAsyncEnumerable<T> events, [EnumeratorCancellation] CancellationToken cancellation)
    {
        await using var coming = events.GetAsyncEnumerator(cancellation);
        while (true)
        {
            var next = coming.MoveNextAsync().AsTask();
            try
            {
                while (!await IsOver(next))
                {
                    Begin();
                    await response.Body.WriteAsync(Comment, cancellation);
                    await response.Body.FlushAsync(cancellation);
                }
            }
            finally
            {
                // Who cannot be written to has gone, which ends this too.
                await ((Task)next).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }

            if (!await next)
            {
                yield break;
            }

            yield return coming.Current;
        }
    }

    private async Task<bool> IsOver(Task next)
    {
        try
        {
            await next.WaitAsync(silence ?? Silence);
        }
        catch (Exception) when (next.IsCompleted)
        {
            // Whoever awaits it sees what it is.
        }
        catch (TimeoutException)
        {
            return false;
        }

        return true;
    }

    /// <summary>Writes an event; a name only where the protocol has one.</summary>
    public async Task Write(string? name, JsonNode data, CancellationToken cancellation) => await Write(name, data.ToJsonString(), cancellation);

    public async Task Write(string? name, string data, CancellationToken cancellation)
    {
        await response.Body.WriteAsync(Encoding.UTF8.GetBytes(name is null ? $"data: {data}\n\n" : $"event: {name}\ndata: {data}\n\n"), cancellation);
        await response.Body.FlushAsync(cancellation);
    }
}
