using System.Net.Http.Json;
using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace ReasoningGrains.Cli.Talking;

/// <summary>A conversation over the server's Responses API.</summary>
internal sealed class ConversationClient(Uri server, int? maxTokens, float? temperature, string? attention) : IDisposable
{
    private readonly HttpClient http = new() { BaseAddress = server, Timeout = Timeout.InfiniteTimeSpan };

    /// <summary>Makes a conversation and returns its id.</summary>
    public async Task<string> Create(CancellationToken cancellation)
        => (await Send(HttpMethod.Post, "/v1/conversations", [], cancellation))["id"]?.GetValue<string>() ?? throw Foreign();

    /// <summary>The texts of a conversation so far, oldest first.</summary>
    public async Task<IReadOnlyList<(string Role, string Text)>> Items(string conversation, CancellationToken cancellation)
    {
        var texts = new List<(string Role, string Text)>();
        string? after = null;
        do
        {
            var page = await Send(HttpMethod.Get, $"/v1/conversations/{conversation}/items?order=asc&limit=100{(after is null ? "" : $"&after={after}")}", null, cancellation);
            texts.AddRange(page["data"]!.AsArray().Where(i => i!["type"]!.GetValue<string>() == "message").Select(i => (i!["role"]!.GetValue<string>(), i["content"]![0]!["text"]!.GetValue<string>())));
            after = page["has_more"]!.GetValue<bool>() ? page["last_id"]!.GetValue<string>() : null;
        }
        while (after is not null);
        return texts;
    }

    /// <summary>Asks and streams the events of the answer.</summary>
    public async IAsyncEnumerable<JsonObject> Ask(string conversation, string text, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var body = new JsonObject { ["conversation"] = conversation, ["input"] = text, ["stream"] = true, ["max_output_tokens"] = maxTokens, ["temperature"] = temperature, ["attention"] = attention };
        using var request = new HttpRequestMessage(HttpMethod.Post, "/v1/responses") { Content = JsonContent.Create(body) };
        using var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellation);
        await Check(response, cancellation);
        using var reader = new StreamReader(await response.Content.ReadAsStreamAsync(cancellation));
        while (await reader.ReadLineAsync(cancellation) is { } line)
        {
            if (line.StartsWith("data: ", StringComparison.Ordinal))
            {
                yield return JsonNode.Parse(line[6..])!.AsObject();
            }
        }
    }

    /// <summary>The blocks that weighed most in the last turn that was weighed, heaviest first.</summary>
    public async Task<IReadOnlyList<(float Weight, float Before, string Text)>> Explain(string conversation, CancellationToken cancellation)
        => [.. (await Send(HttpMethod.Get, $"/api/conversations/{conversation}/explain", null, cancellation))["blocks"]!.AsArray()
            .Select(b => (b!["weight"]!.GetValue<float>(), b["before"]!.GetValue<float>(), b["text"]!.GetValue<string>()))];

    /// <summary>Stops a running answer; what was said stays in the conversation.</summary>
    public Task Cancel(string response) => Send(HttpMethod.Post, $"/v1/responses/{response}/cancel", [], CancellationToken.None);

    public void Dispose() => http.Dispose();

    private static async Task Check(HttpResponseMessage response, CancellationToken cancellation)
    {
        if (!response.IsSuccessStatusCode)
        {
            throw new InvalidOperationException(Message(await response.Content.ReadAsStringAsync(cancellation)) ?? $"The server answered {(int)response.StatusCode}.");
        }
    }

    /// <summary>What an error says; null when it is not one of this service, such as that of a proxy.</summary>
    private static string? Message(string body)
    {
        try
        {
            return JsonNode.Parse(body) is JsonObject { } whole && whole["error"] is JsonObject error ? error["message"]?.GetValue<string>() : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private async Task<JsonObject> Send(HttpMethod method, string path, JsonObject? body, CancellationToken cancellation)
    {
        using var request = new HttpRequestMessage(method, path) { Content = body is null ? null : JsonContent.Create(body) };
        using var response = await http.SendAsync(request, cancellation);
        await Check(response, cancellation);
        try
        {
            return await response.Content.ReadFromJsonAsync<JsonObject>(cancellation) ?? throw Foreign();
        }
        catch (JsonException)
        {
            throw Foreign();
        }
    }

    private InvalidOperationException Foreign() => new($"{server} does not answer as this service does; give the address of a ReasoningGrains server.");
}
