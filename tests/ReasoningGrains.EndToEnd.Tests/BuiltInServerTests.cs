using System.Net.Http.Json;
using System.Text.Json.Nodes;

namespace ReasoningGrains.EndToEnd.Tests;

/// <summary>Tests of a server process with nothing configured, over HTTP.</summary>
public abstract class BuiltInServerTests : IAsyncLifetime
{
    protected static CancellationToken Token => TestContext.Current.CancellationToken;

    protected ServerProcess Server { get; } = new() { Model = null };

    protected HttpClient Http { get; } = new();

    public async ValueTask InitializeAsync()
    {
        await Server.InitializeAsync();
        Http.BaseAddress = Server.Url;
    }

    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        Http.Dispose();
        await Server.DisposeAsync();
    }

    protected async Task<JsonObject> Get(string path) => (await Http.GetFromJsonAsync<JsonObject>(path, Token))!;

    protected async Task<JsonObject> Post(string path, JsonObject body)
    {
        using var response = await Http.PostAsJsonAsync(path, body, Token);
        Assert.True(response.IsSuccessStatusCode, await response.Content.ReadAsStringAsync(Token));
        return (await response.Content.ReadFromJsonAsync<JsonObject>(Token))!;
    }
}
