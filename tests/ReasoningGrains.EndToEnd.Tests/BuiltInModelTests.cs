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
    public async Task Of_the_world_it_mostly_says_that_it_knows_nothing_and_how_to_get_a_model_that_does()
    {
        // A radio is a thing of its own small world too: who has it was never told.
        string[] questions =
        [
            "Who invented the radio?", "Who invented the telephone?", "What is the capital of France?", "Who wrote Faust?", "Write a poem about the sea.", "What is photosynthesis?",
            "Tell me a joke.", "Who won the world cup?", "What's the weather today?", "Who discovered America?", "How tall is Mount Everest?", "Translate hello into French.",
        ];
        var helped = 0;
        foreach (var question in questions)
        {
            // One may never come to an answer.
            helped += (await Ask(question))["output"]!.ToJsonString().Contains("reasoning models pull", StringComparison.OrdinalIgnoreCase) ? 1 : 0;
        }

        Assert.InRange(helped, 9, questions.Length);
    }

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
