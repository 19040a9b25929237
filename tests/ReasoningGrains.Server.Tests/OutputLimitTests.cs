using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;

namespace ReasoningGrains.Server.Tests;

/// <summary>A model that never ends by itself, on a server that says how long an answer may be.</summary>
public sealed class OutputLimitTests : IAsyncLifetime
{
    private TestServer server = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => server = await TestServer.Start(settings: "--Limits:OutputTokens=5");

    public ValueTask DisposeAsync() => server.DisposeAsync();

    [Theory]
    [InlineData("""{"input":"Hello"}""", 5)]
    [InlineData("""{"input":"Hello","max_output_tokens":3}""", 3)]
    public async Task An_answer_ends_there_or_where_it_is_asked_to(string body, int tokens)
    {
        var response = await server.Post("/v1/responses", JsonNode.Parse(body)!.AsObject());
        Assert.Equal("incomplete", response["status"]!.GetValue<string>());
        Assert.Equal(tokens, response["usage"]!["output_tokens"]!.GetValue<int>());
        Assert.Equal(tokens, response["max_output_tokens"]!.GetValue<int>());
    }

    [Theory]
    [InlineData("/v1/responses", """{"input":"Hello","max_output_tokens":6}""")]
    [InlineData("/v1/chat/completions", """{"messages":[{"role":"user","content":"Hello"}],"max_completion_tokens":6}""")]
    public async Task More_is_refused(string path, string body)
    {
        using var refused = await server.Send(path, JsonNode.Parse(body)!.AsObject());
        Assert.Equal(HttpStatusCode.BadRequest, refused.StatusCode);
        var message = (await refused.Content.ReadFromJsonAsync<JsonObject>(Token))!["error"]!["message"]!.GetValue<string>();
        Assert.Contains("6", message, StringComparison.Ordinal);
        Assert.Contains("1 to 5 (Limits:OutputTokens)", message, StringComparison.Ordinal);
    }
}
