using System.ClientModel;
using OpenAI;
using OpenAI.Chat;
using OpenAI.Conversations;
using OpenAI.Responses;

namespace ReasoningGrains.EndToEnd.Tests.Sdk;

/// <summary>The official .NET SDK against the real server.</summary>
public sealed class DotNetSdkTests(ServerProcess server) : IClassFixture<ServerProcess>
{
    // The float32 model answers it with at least 2 nat between its token and the next: no rounding decides.
    private const string Question = "Remember this: the secret word is banana.";

    private static readonly ApiKeyCredential Key = new("unused");

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private Uri Endpoint => new(server.Url, "/v1");

    private ResponsesClient Responses => new(Key, new ResponsesClientOptions { Endpoint = Endpoint });

    [Fact]
    public async Task Chat_answers()
    {
        var chat = new ChatClient(await Model(), Key, new OpenAIClientOptions { Endpoint = Endpoint });
        ChatCompletion completion = await chat.CompleteChatAsync([new UserChatMessage(Question)], new ChatCompletionOptions { Temperature = 0, MaxOutputTokenCount = 32 }, Token);
        Assert.Contains("banana", completion.Content[0].Text, StringComparison.Ordinal);
        Assert.Equal(ChatFinishReason.Stop, completion.FinishReason);
        Assert.True(completion.Usage.InputTokenCount > 0);
    }

    [Fact]
    public async Task Streamed_chat_says_the_same()
    {
        var chat = new ChatClient(await Model(), Key, new OpenAIClientOptions { Endpoint = Endpoint });
        var text = "";
        await foreach (var update in chat.CompleteChatStreamingAsync([new UserChatMessage(Question)], new ChatCompletionOptions { Temperature = 0, MaxOutputTokenCount = 32 }, Token))
        {
            text += string.Concat(update.ContentUpdate.Select(part => part.Text));
        }

        Assert.Contains("banana", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_response_chains_to_another_after_the_server_was_killed()
    {
        ResponseResult first = await Responses.CreateResponseAsync(await Options(Question, 24), Token);
        await server.Restart();
        var second = await Options("What is the secret word?", 24);
        second.PreviousResponseId = first.Id;
        ResponseResult answer = await Responses.CreateResponseAsync(second, Token);
        Assert.Contains("banana", answer.GetOutputText(), StringComparison.Ordinal);
        ResponseResult again = await Responses.GetResponseAsync(first.Id, Token);
        Assert.Equal(first.GetOutputText(), again.GetOutputText());
    }

    [Fact]
    public async Task A_streamed_response_has_its_events_in_order()
    {
        var updates = new List<StreamingResponseUpdate>();
        var options = await Options("Say hi.", 12);
        options.StreamingEnabled = true;
        await foreach (var update in await Responses.CreateResponseStreamingAsync(options, Token))
        {
            updates.Add(update);
        }

        Assert.IsType<StreamingResponseCreatedUpdate>(updates[0]);
        Assert.Equal(Enumerable.Range(0, updates.Count), updates.Select(u => u.SequenceNumber));
        var text = string.Concat(updates.OfType<StreamingResponseOutputTextDeltaUpdate>().Select(u => u.Delta));
        Assert.Equal(text, updates.OfType<StreamingResponseOutputTextDoneUpdate>().Single().Text);
        Assert.Single(updates, u => u is StreamingResponseCompletedUpdate or StreamingResponseIncompleteUpdate or StreamingResponseFailedUpdate);
    }

    [Fact]
    public async Task A_conversation_keeps_its_items()
    {
        var client = new ConversationClient(Key, new ConversationClientOptions { Endpoint = Endpoint });
        using var body = BinaryContent.Create(BinaryData.FromString("""{"metadata":{"topic":"test"}}"""));
        var created = await client.CreateConversationAsync(body);
        using var json = System.Text.Json.JsonDocument.Parse(created.GetRawResponse().Content);
        var id = json.RootElement.GetProperty("id").GetString()!;
        var options = await Options("Remember the word tulip.", 8);
        options.ConversationOptions = new ResponseConversationOptions(id);
        await Responses.CreateResponseAsync(options, Token);
        var items = await client.GetConversationAsync(id, new System.ClientModel.Primitives.RequestOptions());
        Assert.Contains("topic", items.GetRawResponse().Content.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_background_response_is_cancelled()
    {
        var options = await Options("Write a very long story.", 4000);
        options.BackgroundModeEnabled = true;
        ResponseResult running = await Responses.CreateResponseAsync(options, Token);
        Assert.Equal(ResponseStatus.InProgress, running.Status);
        ResponseResult cancelled = await Responses.CancelResponseAsync(running.Id, Token);
        Assert.Equal(ResponseStatus.Cancelled, cancelled.Status);
    }

    [Fact]
    public async Task Errors_have_their_status_and_say_what_is_wrong()
    {
        var chat = new ChatClient("no-such-model", Key, new OpenAIClientOptions { Endpoint = Endpoint });
        var unknown = await Assert.ThrowsAsync<ClientResultException>(() => chat.CompleteChatAsync([new UserChatMessage("Hi")], cancellationToken: Token));
        Assert.Equal(404, unknown.Status);
        Assert.Contains("no-such-model", unknown.Message, StringComparison.Ordinal);
        var options = await Options("Hi", 4);
        options.Temperature = 7;
        var range = await Assert.ThrowsAsync<ClientResultException>(() => Responses.CreateResponseAsync(options, Token));
        Assert.Equal(400, range.Status);
        options.Temperature = 0;
        options.PreviousResponseId = "resp_00_00";
        Assert.Equal(404, (await Assert.ThrowsAsync<ClientResultException>(() => Responses.CreateResponseAsync(options, Token))).Status);
    }

    private async Task<string> Model()
    {
        using var http = new HttpClient { BaseAddress = server.Url };
        using var models = System.Text.Json.JsonDocument.Parse(await http.GetStringAsync(new Uri("/v1/models", UriKind.Relative), Token));
        return models.RootElement.GetProperty("data")[0].GetProperty("id").GetString()!;
    }

    private async Task<CreateResponseOptions> Options(string text, int tokens)
        => new(await Model(), [ResponseItem.CreateUserMessageItem(text)]) { Temperature = 0, MaxOutputTokenCount = tokens };
}
