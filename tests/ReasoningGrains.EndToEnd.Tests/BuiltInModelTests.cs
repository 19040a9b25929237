using System.Net.Http.Json;
using System.Text.Json.Nodes;

namespace ReasoningGrains.EndToEnd.Tests;

/// <summary>The server with nothing configured.</summary>
public sealed class BuiltInModelTests : IAsyncLifetime
{
    private readonly ServerProcess server = new() { Model = null };
    private readonly HttpClient http = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        await server.InitializeAsync();
        http.BaseAddress = server.Url;
    }

    [Fact]
    public async Task It_is_the_model_that_is_served_and_completes_an_answer()
    {
        var models = (await http.GetFromJsonAsync<JsonObject>("/v1/models", Token))!;
        Assert.Equal("built-in", Assert.Single(models["data"]!.AsArray())!["id"]!.GetValue<string>());
        var response = await Ask("Who are you?");
        Assert.Equal(("completed", "built-in"), (response["status"]!.GetValue<string>(), response["model"]!.GetValue<string>()));
        Assert.NotEmpty(Text(response));
    }

    [Fact]
    public async Task It_says_who_it_is()
        => Assert.Contains("built-in model", Text(await Ask("Who are you?")), StringComparison.OrdinalIgnoreCase);

    [Fact]
    public async Task It_is_greedy_unless_asked_otherwise()
    {
        var first = await Ask("Who are you?");
        Assert.Equal(0, first["temperature"]!.GetValue<float>());
        Assert.Equal(Text(first), Text(await Ask("Who are you?")));
        Assert.Equal(0.5f, (await Ask("Who are you?", temperature: 0.5f))["temperature"]!.GetValue<float>());
    }

    public async ValueTask DisposeAsync()
    {
        http.Dispose();
        await server.DisposeAsync();
    }

    private static string Text(JsonObject response) => response["output"]!.AsArray().Single(i => i!["type"]!.GetValue<string>() == "message")!["content"]![0]!["text"]!.GetValue<string>();

    private async Task<JsonObject> Ask(string text, float? temperature = null)
    {
        using var response = await http.PostAsJsonAsync("/v1/responses", new JsonObject { ["input"] = text, ["temperature"] = temperature }, Token);
        Assert.True(response.IsSuccessStatusCode, await response.Content.ReadAsStringAsync(Token));
        return (await response.Content.ReadFromJsonAsync<JsonObject>(Token))!;
    }
}
