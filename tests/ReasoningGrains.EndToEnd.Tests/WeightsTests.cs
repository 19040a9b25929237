using System.Net.Http.Json;
using System.Text.Json.Nodes;

namespace ReasoningGrains.EndToEnd.Tests;

/// <summary>What clients see of W, and what is left of it after a kill. With the built-in model.</summary>
public sealed class WeightsTests : BuiltInServerTests
{
    private static readonly string[] Told =
    [
        "Remember that the code of the green safe is 4821.", "Tom has 3 apples.", "What is 12 + 30?", "The price of the lamp is 40.", "My dog is called Rex.", "Maria lives in Paris.", "How are you?", "What is 7 * 8?",
    ];

    [Fact]
    public async Task Explain_shows_what_was_said_far_back_and_each_turn_may_attend_otherwise()
    {
        var conversation = await Tell(new JsonObject { ["profile"] = "balanced", ["budget"] = 256, ["local"] = 32, ["refresh"] = 1 });
        var asked = await Ask(conversation, "What is the code of the green safe?", new JsonObject { ["budget"] = 192, ["local"] = 32 });
        var explained = await Get($"/api/conversations/{conversation}/explain?turn={asked["id"]}");
        var blocks = explained["blocks"]!.AsArray();
        Assert.InRange(blocks.Sum(b => b!["weight"]!.GetValue<float>()), 0.5f, 1.001f);
        Assert.Contains(blocks.Take(6), b => b!["text"]!.GetValue<string>().Contains("safe", StringComparison.Ordinal));
        // All the same text, another choice: everything is attended, so nothing is explained, and W stays.
        var exact = await Ask(conversation, "What is 1 + 1?", "exact");
        var refused = await Http.GetAsync(new Uri($"/api/conversations/{conversation}/explain?turn={exact["id"]}", UriKind.Relative), Token);
        Assert.Equal(System.Net.HttpStatusCode.NotFound, refused.StatusCode);
        Assert.Equal(explained["digest"]!.GetValue<string>(), (await Get($"/api/conversations/{conversation}/weights"))["digest"]!.GetValue<string>());
    }

    [Fact]
    public async Task After_a_kill_W_is_that_of_a_turn_before_it()
    {
        var conversation = (await Post("/v1/conversations", []))["id"]!.GetValue<string>();
        var left = new List<JsonObject>();
        foreach (var text in Told)
        {
            await Ask(conversation, text, "balanced");
            left.Add(await Get($"/api/conversations/{conversation}/weights"));
        }

        await Server.Restart();
        // W is written behind its turn, and nobody waits for it: the last ones may be lost.
        var after = await Get($"/api/conversations/{conversation}/weights");
        Assert.Contains(left, before => JsonNode.DeepEquals(before, after));
    }

    [Fact]
    public async Task What_is_wrong_with_a_turns_attention_is_named()
    {
        using var response = await Http.PostAsJsonAsync("/v1/responses", Body(null, "Hello", new JsonObject { ["refresh"] = 0 }), Token);
        Assert.Equal(System.Net.HttpStatusCode.BadRequest, response.StatusCode);
        var error = (await response.Content.ReadFromJsonAsync<JsonObject>(Token))!["error"]!;
        Assert.Equal("attention.refresh", error["param"]!.GetValue<string>());
        Assert.Contains("1 or more", error["message"]!.GetValue<string>(), StringComparison.Ordinal);
    }

    private async Task<string> Tell(JsonNode attention)
    {
        var conversation = (await Post("/v1/conversations", []))["id"]!.GetValue<string>();
        foreach (var text in Told)
        {
            await Ask(conversation, text, attention.DeepClone());
        }

        return conversation;
    }

    private Task<JsonObject> Ask(string conversation, string text, JsonNode attention) => Post("/v1/responses", Body(conversation, text, attention));

    private static JsonObject Body(string? conversation, string text, JsonNode attention) => new() { ["conversation"] = conversation, ["input"] = text, ["attention"] = attention };
}
