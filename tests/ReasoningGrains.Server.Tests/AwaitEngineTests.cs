using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using ReasoningGrains.Server.Hosting;
using ReasoningGrains.Server.Http;

namespace ReasoningGrains.Server.Tests;

/// <summary>Requests that come before the model is loaded.</summary>
public sealed class AwaitEngineTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("/v1/responses")]
    [InlineData("/v1/models")]
    [InlineData("/api/tokenize")]
    public async Task What_needs_the_model_waits_for_it(string path)
    {
        var readiness = new EngineReadiness();
        var passed = false;
        var request = Invoke(path, readiness, () => passed = true);
        Assert.False(request.IsCompleted);
        Assert.False(passed);
        readiness.Ready();
        await request;
        Assert.True(passed);
    }

    [Theory]
    [InlineData("/health/live")]
    [InlineData("/health/ready")]
    [InlineData("/metrics")]
    public void What_tells_how_the_server_is_does_not_wait(string path)
    {
        var passed = false;
        Assert.True(Invoke(path, new EngineReadiness(), () => passed = true).IsCompletedSuccessfully);
        Assert.True(passed);
    }

    /// <summary>Takes the 20 seconds that a request waits.</summary>
    [Fact]
    public async Task Who_has_waited_long_is_told_to_come_again_and_then_is_answered()
    {
        await using var server = await TestServer.Start(loads: false);
        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.ServiceUnavailable), (await server.Status("/health/live"), await server.Status("/health/ready")));
        var body = new JsonObject { ["input"] = "Hello", ["temperature"] = 0, ["max_output_tokens"] = 3 };
        using var refused = await server.Send("/v1/responses", body);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, refused.StatusCode);
        Assert.Equal("5000", Assert.Single(refused.Headers.GetValues("retry-after-ms")));
        Assert.Equal("5", Assert.Single(refused.Headers.GetValues("Retry-After")));
        var error = (await refused.Content.ReadFromJsonAsync<JsonObject>(Token))!["error"]!;
        Assert.Equal((ErrorCodes.Loading, "server_error"), (error["code"]!.GetValue<string>(), error["type"]!.GetValue<string>()));

        server.Load();
        Assert.Equal("incomplete", (await server.Post("/v1/responses", body))["status"]!.GetValue<string>());
        Assert.Equal(HttpStatusCode.OK, await server.Status("/health/ready"));
    }

    [Fact]
    public async Task A_server_with_a_turn_to_go_on_with_listens_before_the_model_is_loaded()
    {
        var data = Directory.CreateTempSubdirectory("reasoninggrains-").FullName;
        try
        {
            await using (var before = await TestServer.Start(data: data))
            {
                await before.Occupy();
            }

            await using var server = await TestServer.Start(loads: false, data: data).WaitAsync(TimeSpan.FromMinutes(2), Token);
            Assert.Equal((HttpStatusCode.OK, HttpStatusCode.ServiceUnavailable), (await server.Status("/health/live"), await server.Status("/health/ready")));
            server.Load();
        }
        finally
        {
            Directory.Delete(data, recursive: true);
        }
    }

    private static Task Invoke(string path, EngineReadiness readiness, Action pass)
    {
        RequestDelegate next = _ =>
        {
            pass();
            return Task.CompletedTask;
        };
        return new AwaitEngine(next, readiness).InvokeAsync(new DefaultHttpContext { Request = { Path = path } });
    }
}
