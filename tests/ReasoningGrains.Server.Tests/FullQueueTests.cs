using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using ReasoningGrains.Inference.Engine;

namespace ReasoningGrains.Server.Tests;

/// <summary>What is asked of an engine that has no place left.</summary>
public sealed class FullQueueTests : IAsyncLifetime
{
    private TestServer server = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        server = await TestServer.Start(new EngineLimits { KvBytes = 1 << 28, MaxRows = 1, QueueLength = 0 });
        await server.Occupy();
    }

    public ValueTask DisposeAsync() => server.DisposeAsync();

    [Theory]
    [InlineData("/v1/responses", """{"input":"Hello"}""")]
    [InlineData("/v1/responses", """{"input":"Hello","store":false}""")]
    [InlineData("/v1/chat/completions", """{"messages":[{"role":"user","content":"Hello"}]}""")]
    public async Task A_request_is_told_to_come_again(string path, string body)
    {
        using var refused = await server.Send(path, JsonNode.Parse(body)!.AsObject());
        Assert.Equal(HttpStatusCode.TooManyRequests, refused.StatusCode);
        Assert.Equal("1000", Assert.Single(refused.Headers.GetValues("retry-after-ms")));
        Assert.Equal("1", Assert.Single(refused.Headers.GetValues("Retry-After")));
        var error = (await refused.Content.ReadFromJsonAsync<JsonObject>(Token))!["error"]!;
        Assert.Equal((ErrorCodes.Overloaded, "rate_limit_error"), (error["code"]!.GetValue<string>(), error["type"]!.GetValue<string>()));
        Assert.Contains("Engine:QueueLength", error["message"]!.GetValue<string>(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/v1/responses", """{"input":"Hello","stream":true}""", "event: response.failed\n", "")]
    [InlineData("/v1/chat/completions", """{"messages":[{"role":"user","content":"Hello"}],"stream":true}""", "data: {\"error\":", "\"type\":\"rate_limit_error\"")]
    public async Task A_stream_that_has_begun_ends_with_the_error(string path, string body, string end, string type)
    {
        using var response = await server.Send(path, JsonNode.Parse(body)!.AsObject());
        Assert.Equal("text/event-stream", response.Content.Headers.ContentType?.MediaType);
        var events = await response.Content.ReadAsStringAsync(Token);
        var at = events.IndexOf(end, StringComparison.Ordinal);
        Assert.True(at >= 0, events);
        Assert.Contains($"\"code\":\"{ErrorCodes.Overloaded}\"", events[at..], StringComparison.Ordinal);
        Assert.Contains(type, events[at..], StringComparison.Ordinal);
    }
}
