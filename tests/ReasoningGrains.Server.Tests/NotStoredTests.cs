using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;

namespace ReasoningGrains.Server.Tests;

/// <summary>Responses with <c>store</c> false keep nothing, and lose nothing of anybody else's.</summary>
public sealed class NotStoredTests : IAsyncLifetime
{
    private TestServer server = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => server = await TestServer.Start();

    public ValueTask DisposeAsync() => server.DisposeAsync();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task After_another_response_it_is_answered_on_a_fork_that_is_dropped(bool stream)
    {
        var parent = await server.Post("/v1/responses", Body("Hello"));
        var before = await Items(parent);
        var asked = await Ask(Body("And then?", store: false, previous: Id(parent)), stream);
        Assert.False(asked["store"]!.GetValue<bool>());
        Assert.True(InputTokens(asked) > InputTokens(await Ask(Body("And then?", store: false), stream)));
        Assert.NotEqual(Conversation(parent), Conversation(asked));
        Assert.Equal(HttpStatusCode.NotFound, await server.Status($"/v1/responses/{Id(asked)}"));
        Assert.Equal(HttpStatusCode.NotFound, await server.Status($"/v1/conversations/{Conversation(asked)}"));

        Assert.True(JsonNode.DeepEquals(before, await Items(parent)));
        // It is still the last one of its conversation, or this would fork.
        Assert.Equal(Conversation(parent), Conversation(await server.Post("/v1/responses", Body("Go on.", previous: Id(parent)))));
    }

    [Fact]
    public async Task What_is_refused_leaves_no_fork()
    {
        var parent = await server.Post("/v1/responses", Body("Hello"));
        await server.Post("/v1/responses", Body("Go on.", previous: Id(parent)));
        var before = server.Stored();
        Assert.NotEqual(0, before);
        foreach (var store in new[] { false, true })
        {
            var body = Body("And then?", store, Id(parent));
            body["temperature"] = 9;
            using var refused = await server.Send("/v1/responses", body);
            Assert.Equal(HttpStatusCode.BadRequest, refused.StatusCode);
            Assert.Equal(before, server.Stored());
        }
    }

    [Fact]
    public async Task Under_the_key_of_a_stored_response_it_is_that_one_and_leaves_it()
    {
        var stored = await server.Post("/v1/responses", Body("Hello"), "key");
        Assert.Equal(Id(stored), Id(await server.Post("/v1/responses", Body("Hello", store: false), "key")));
        var kept = await server.Get($"/v1/responses/{Id(stored)}");
        Assert.NotEmpty(kept["output"]!.AsArray());
        Assert.True(JsonNode.DeepEquals(stored["output"], kept["output"]));
        Assert.Equal(2, (await Items(stored)).Count);
    }

    [Theory]
    [InlineData(3, false)]
    [InlineData(3, true)]
    [InlineData(20_000, false)]
    [InlineData(20_000, true)]
    public async Task Another_request_under_a_key_is_refused_and_the_first_goes_on(int tokens, bool after)
    {
        var previous = after ? Id(await server.Post("/v1/responses", Body("Before"))) : null;
        var body = Body("Hello");
        body["max_output_tokens"] = tokens;
        body["background"] = true;
        var stored = await server.Post("/v1/responses", body, "key");
        using var refused = await server.Send("/v1/responses", Body("Something else", store: false, previous), "key");
        Assert.Equal(HttpStatusCode.Conflict, refused.StatusCode);
        Assert.Equal(ErrorCodes.IdempotencyConflict, (await refused.Content.ReadFromJsonAsync<JsonObject>(Token))!["error"]!["code"]!.GetValue<string>());
        Assert.Contains((await server.Get($"/v1/responses/{Id(stored)}"))["status"]!.GetValue<string>(), new[] { "in_progress", "incomplete" });
        Assert.NotEmpty(await Items(stored));
    }

    private static JsonObject Body(string input, bool store = true, string? previous = null)
        => new() { ["input"] = input, ["temperature"] = 0, ["max_output_tokens"] = 3, ["store"] = store, ["previous_response_id"] = previous };

    private static string Id(JsonObject response) => response["id"]!.GetValue<string>();

    private static string Conversation(JsonObject response) => response["conversation"]!["id"]!.GetValue<string>();

    private static int InputTokens(JsonObject response) => response["usage"]!["input_tokens"]!.GetValue<int>();

    private async Task<JsonArray> Items(JsonObject response) => (await server.Get($"/v1/conversations/{Conversation(response)}/items"))["data"]!.AsArray();

    private async Task<JsonObject> Ask(JsonObject body, bool stream)
    {
        if (!stream)
        {
            return await server.Post("/v1/responses", body);
        }

        body["stream"] = true;
        using var response = await server.Send("/v1/responses", body);
        var last = (await response.Content.ReadAsStringAsync(Token)).Split("data: ")[^1];
        return JsonNode.Parse(last)!["response"]!.AsObject();
    }
}
