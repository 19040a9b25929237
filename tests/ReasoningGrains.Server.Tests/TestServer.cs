using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using ReasoningGrains.Inference.Engine;
using ReasoningGrains.Models;
using ReasoningGrains.Server.Hosting;
using ReasoningGrains.Tests;

namespace ReasoningGrains.Server.Tests;

/// <summary>The service in this process, over HTTP: the built-in model's tokenizer and template around a model that says "." for ever.</summary>
internal sealed class TestServer : IAsyncDisposable
{
    private readonly string folder;
    private readonly bool keepsFolder;
    private readonly TaskCompletionSource loaded = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly HttpClient http = new();
    private readonly WebApplication app;

    private TestServer(EngineLimits limits, string? data, string[] settings)
    {
        (folder, keepsFolder) = (data ?? Directory.CreateTempSubdirectory("reasoninggrains-").FullName, data is not null);
        var builder = WebApplication.CreateBuilder(["--Model:Path", Repository.BuiltIn, "--Storage:Directory", folder, "--urls", "http://127.0.0.1:0", .. settings]);
        builder.Logging.ClearProviders();
        builder.Services.AddSingleton<IEngine>(services =>
        {
            loaded.Task.Wait();
            var model = services.GetRequiredService<Model>();
            return EngineFactory.CreateNull(model.Tokenizer, model.Template, model.Tokenizer.Encode(".", false)[0], limits);
        });
        builder.AddReasoningServer();
        app = builder.Build();
        app.MapReasoningServer();
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <param name="limits">Of the engine.</param>
    /// <param name="loads">False: the model is not loaded before <see cref="Load"/>.</param>
    /// <param name="data">Folder of the conversations, which stays; null is one of the server's own.</param>
    /// <param name="settings">As on the command line.</param>
    public static async Task<TestServer> Start(EngineLimits? limits = null, bool loads = true, string? data = null, params string[] settings)
    {
        var server = new TestServer(limits ?? new EngineLimits { KvBytes = 1 << 28 }, data, settings);
        if (loads)
        {
            server.Load();
        }

        await server.app.StartAsync();
        server.http.BaseAddress = new Uri(server.app.Urls.Single());
        return server;
    }

    public void Load() => loaded.TrySetResult();

    public async Task<HttpStatusCode> Status(string path)
    {
        using var response = await http.GetAsync(path, Token);
        return response.StatusCode;
    }

    public async Task<JsonObject> Get(string path) => (await http.GetFromJsonAsync<JsonObject>(path, Token))!;

    public async Task<JsonObject> Post(string path, JsonObject body, string? key = null)
    {
        using var response = await Send(path, body, key);
        Assert.True(response.IsSuccessStatusCode, await response.Content.ReadAsStringAsync(Token));
        return (await response.Content.ReadFromJsonAsync<JsonObject>(Token))!;
    }

    public async Task<HttpResponseMessage> Send(string path, JsonObject body, string? key = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = JsonContent.Create(body) };
        if (key is not null)
        {
            request.Headers.Add("Idempotency-Key", key);
        }

        return await http.SendAsync(request, Token);
    }

    /// <summary>Conversations in the journal of which more is there than that they were deleted.</summary>
    public long Stored()
    {
        using var connection = new SqliteConnection($"Data Source={Path.Combine(folder, "journal.db")};Mode=ReadOnly;Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT COUNT(*) FROM (SELECT 1 FROM journal GROUP BY conversation HAVING COUNT(*) > 1)";
        return (long)command.ExecuteScalar()!;
    }

    /// <summary>Waits until a turn without an end has said something. The penalty looks at the whole context for each token, so that it never gets far.</summary>
    public async Task Occupy()
    {
        var turn = await Post("/v1/responses", new JsonObject { ["input"] = "Go on for ever.", ["background"] = true, ["temperature"] = 0, ["repetition_penalty"] = 1.1 });
        using var events = new StreamReader(await http.GetStreamAsync($"/v1/responses/{turn["id"]}?stream=true", Token));
        string? line;
        do
        {
            line = await events.ReadLineAsync(Token);
        }
        while (line is not (null or "event: response.output_text.delta"));
        Assert.NotNull(line);
    }

    public async ValueTask DisposeAsync()
    {
        Load();
        http.Dispose();
        await app.StopAsync();
        await app.DisposeAsync();
        if (!keepsFolder)
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
