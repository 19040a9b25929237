using System.Text;
using System.Threading.Channels;
using Microsoft.AspNetCore.Http;
using ReasoningGrains.Server.Http;

namespace ReasoningGrains.Server.Tests;

public sealed class ServerSentEventsTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_stream_without_an_event_is_kept_alive_by_comments()
    {
        var (events, http, body) = Reply();
        var read = Read(new ServerSentEvents(http.Response, TimeSpan.FromMilliseconds(1)), events.Reader, Token);
        while (!Text(body).Contains(": keep-alive\n\n: keep-alive\n\n", StringComparison.Ordinal))
        {
            await Task.Delay(1, Token);
        }

        Assert.Equal(("text/event-stream", "no"), (http.Response.ContentType, http.Response.Headers["X-Accel-Buffering"].ToString()));
        await events.Writer.WriteAsync(1, Token);
        await events.Writer.WriteAsync(2, Token);
        events.Writer.Complete();
        Assert.Equal([1, 2], await read);
    }

    [Fact]
    public async Task Events_that_come_in_time_have_no_comments_between_them_and_a_refusal_stays_one()
    {
        var (events, http, body) = Reply();
        var read = Read(new ServerSentEvents(http.Response), events.Reader, Token);
        await events.Writer.WriteAsync(1, Token);
        events.Writer.Complete(new InvalidOperationException("refused"));
        Assert.Equal("refused", (await Assert.ThrowsAsync<InvalidOperationException>(() => read)).Message);
        Assert.Equal((0, null), (body.Length, http.Response.ContentType));
    }

    [Fact]
    public async Task Who_has_gone_is_not_written_to()
    {
        var (events, http, _) = Reply();
        using var gone = new CancellationTokenSource();
        var read = Read(new ServerSentEvents(http.Response, TimeSpan.FromMilliseconds(1)), events.Reader, gone.Token);
        await gone.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => read);
    }

    private static (Channel<int> Events, HttpContext Http, MemoryStream Body) Reply()
    {
        var body = new MemoryStream();
        return (Channel.CreateUnbounded<int>(), new DefaultHttpContext { Response = { Body = body } }, body);
    }

    private static string Text(MemoryStream body) => Encoding.UTF8.GetString(body.ToArray());

    private static async Task<List<int>> Read(ServerSentEvents stream, ChannelReader<int> events, CancellationToken cancellation)
    {
        var read = new List<int>();
        await foreach (var happened in stream.KeepAlive(events.ReadAllAsync(cancellation), cancellation))
        {
            read.Add(happened);
        }

        return read;
    }
}
