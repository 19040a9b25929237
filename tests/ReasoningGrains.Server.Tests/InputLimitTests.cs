using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;

namespace ReasoningGrains.Server.Tests;

/// <summary>All that the model would read counts.</summary>
public sealed class InputLimitTests : IAsyncLifetime
{
    private TestServer server = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => server = await TestServer.Start(settings: "--Limits:InputCharacters=10");

    public ValueTask DisposeAsync() => server.DisposeAsync();

    [Theory]
    [InlineData("/v1/responses", """{"input":"Hello there"}""", "input")]
    [InlineData("/v1/responses", """{"input":"Hello","instructions":"Short."}""", "input")]
    [InlineData("/v1/chat/completions", """{"messages":[{"role":"system","content":"Short."},{"role":"user","content":"Hello"}]}""", "input")]
    [InlineData("/api/tokenize", """{"text":"Hello there"}""", "text")]
    [InlineData("/api/render", """{"messages":[{"role":"user","content":"Hello there"}]}""", "messages")]
    [InlineData("/api/score", """{"messages":[{"role":"user","content":"Hello"}],"answer":"Hello."}""", "messages")]
    public async Task More_than_a_request_may_have_is_refused_by_the_limits_name(string path, string body, string field)
    {
        using var refused = await server.Send(path, JsonNode.Parse(body)!.AsObject());
        Assert.Equal(HttpStatusCode.BadRequest, refused.StatusCode);
        var error = (await refused.Content.ReadFromJsonAsync<JsonObject>(Token))!["error"]!;
        Assert.Equal(field, error["param"]!.GetValue<string>());
        Assert.Contains("11 characters", error["message"]!.GetValue<string>(), StringComparison.Ordinal);
        Assert.Contains("up to 10 (Limits:InputCharacters)", error["message"]!.GetValue<string>(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/v1/responses", """{"input":"Hello","instructions":"Yes.","max_output_tokens":1}""")]
    [InlineData("/api/tokenize", """{"text":"Hello, you"}""")]
    [InlineData("/api/render", """{"messages":[{"role":"user","content":"Hello, you"}]}""")]
    public async Task As_much_as_it_may_have_is_taken(string path, string body)
    {
        using var taken = await server.Send(path, JsonNode.Parse(body)!.AsObject());
        Assert.Equal(HttpStatusCode.OK, taken.StatusCode);
    }
}
