using System.Net.Http.Json;
using System.Text.Json.Nodes;

namespace ReasoningGrains.EndToEnd.Tests;

public sealed class RestartTests(ServerProcess server) : IClassFixture<ServerProcess>
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_conversation_of_twenty_turns_goes_on_after_a_kill_with_every_completed_turn()
    {
        using var http = new HttpClient { BaseAddress = server.Url };
        var conversation = (await Post(http, "/v1/conversations", []))["id"]!.GetValue<string>();
        var answers = new List<string>();
        for (var turn = 1; turn <= 20; turn++)
        {
            answers.Add(Text(await Ask(http, conversation, $"This is message {turn}.")));
        }

        var cut = await Post(http, "/v1/responses", new JsonObject { ["conversation"] = conversation, ["input"] = "Tell a long story.", ["background"] = true, ["max_output_tokens"] = 300 });
        await server.Restart();
        await Ended(http, cut["id"]!.GetValue<string>());
        await Ask(http, conversation, "And one more.");
        var items = new List<JsonNode>();
        string? after = null;
        do
        {
            var page = (await http.GetFromJsonAsync<JsonObject>($"/v1/conversations/{conversation}/items?order=asc&limit=100{(after is null ? "" : $"&after={after}")}", Token))!;
            items.AddRange(page["data"]!.AsArray().Select(i => i!.DeepClone()));
            after = page["has_more"]!.GetValue<bool>() ? page["last_id"]!.GetValue<string>() : null;
        }
        while (after is not null);
        Assert.Equal(44, items.Count);
        Assert.Equal(answers, items.Take(40).Where(i => i["role"]!.GetValue<string>() == "assistant").Select(i => i["content"]![0]!["text"]!.GetValue<string>()));
    }

    /// <summary>The turn that the kill cut off is finished without anybody asking; its stream ends with the result.</summary>
    private static async Task Ended(HttpClient http, string response)
    {
        var stream = await http.GetStringAsync($"/v1/responses/{response}?stream=true", Token);
        Assert.Matches("event: response\\.(completed|incomplete)\n", stream);
        var turn = (await http.GetFromJsonAsync<JsonObject>($"/v1/responses/{response}", Token))!;
        Assert.Contains(turn["status"]!.GetValue<string>(), new[] { "completed", "incomplete" });
        Assert.InRange(turn["usage"]!["output_tokens"]!.GetValue<int>(), 1, 300);
    }

    private static string Text(JsonObject response) => response["output"]![0]!["content"]![0]!["text"]!.GetValue<string>();

    private static Task<JsonObject> Ask(HttpClient http, string conversation, string text)
        => Post(http, "/v1/responses", new JsonObject { ["conversation"] = conversation, ["input"] = text, ["temperature"] = 0, ["max_output_tokens"] = 8 });

    private static async Task<JsonObject> Post(HttpClient http, string path, JsonObject body)
    {
        using var response = await http.PostAsJsonAsync(path, body, Token);
        Assert.True(response.IsSuccessStatusCode, await response.Content.ReadAsStringAsync(Token));
        return (await response.Content.ReadFromJsonAsync<JsonObject>(Token))!;
    }
}
