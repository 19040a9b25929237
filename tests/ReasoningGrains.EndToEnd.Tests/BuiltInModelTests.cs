using System.Text.Json.Nodes;

namespace ReasoningGrains.EndToEnd.Tests;

/// <summary>The server with nothing configured.</summary>
public sealed class BuiltInModelTests : BuiltInServerTests
{
    [Fact]
    public async Task It_is_the_model_that_is_served_and_completes_an_answer()
    {
        var models = await Get("/v1/models");
        Assert.Equal("built-in", Assert.Single(models["data"]!.AsArray())!["id"]!.GetValue<string>());
        var response = await Ask("Who are you?");
        Assert.Equal(("completed", "built-in"), (response["status"]!.GetValue<string>(), response["model"]!.GetValue<string>()));
        Assert.NotEmpty(Text(response));
    }

    [Fact]
    public async Task It_says_who_it_is()
        => Assert.Contains("built-in model", Text(await Ask("Who are you?")), StringComparison.OrdinalIgnoreCase);

    [Fact]
    public async Task Of_the_world_it_says_that_it_knows_nothing_and_how_to_get_a_model_that_does()
        => Assert.Contains("reasoning models pull", Text(await Ask("Who invented the radio?")), StringComparison.OrdinalIgnoreCase);

    [Fact]
    public async Task It_is_greedy_unless_asked_otherwise()
    {
        var first = await Ask("Who are you?");
        Assert.Equal(0, first["temperature"]!.GetValue<float>());
        Assert.Equal(Text(first), Text(await Ask("Who are you?")));
        Assert.Equal(0.5f, (await Ask("Who are you?", temperature: 0.5f))["temperature"]!.GetValue<float>());
    }

    private static string Text(JsonObject response) => response["output"]!.AsArray().Single(i => i!["type"]!.GetValue<string>() == "message")!["content"]![0]!["text"]!.GetValue<string>();

    private Task<JsonObject> Ask(string text, float? temperature = null) => Post("/v1/responses", new JsonObject { ["input"] = text, ["temperature"] = temperature });
}
