using System.Collections.Concurrent;
using System.Net;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace ReasoningGrains.Models.Tests.Hub;

/// <summary>A host with Hugging Face's API on a real socket, and with the faults that a test asks for.</summary>
internal sealed class FakeHub : IAsyncDisposable
{
    public const string Repository = "owner/tiny";
    private readonly WebApplication app;

    private FakeHub(WebApplication app) => this.app = app;

    public ConcurrentDictionary<string, FakeFile> Files { get; } = new();

    public ConcurrentQueue<FakeRequest> Requests { get; } = new();

    /// <summary>Answers a request for a file instead of the usual way; true when it did.</summary>
    public Func<HttpContext, FakeFile?, Task<bool>> Fault { get; set; } = (_, _) => Task.FromResult(false);

    /// <summary>As <see cref="Fault"/>, for the description.</summary>
    public int DescriptionStatus { get; set; } = 200;

    public Uri Url => new(app.Urls.First());

    public IEnumerable<FakeRequest> Fetches => Requests.Where(r => !r.Path.StartsWith("/api/", StringComparison.Ordinal));

    public static async Task<FakeHub> Start()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(k => k.Listen(IPAddress.Loopback, 0));
        var hub = new FakeHub(builder.Build());
        hub.app.Run(hub.Answer);
        await hub.app.StartAsync();
        return hub;
    }

    public ValueTask DisposeAsync() => app.DisposeAsync();

    /// <summary>Sends the headers of the whole and some of its bytes, waits, and aborts the TCP connection.</summary>
    public static async Task CutOff(HttpContext context, FakeFile file, int from, int sent, Task until)
    {
        file.Describe(context.Response);
        context.Response.StatusCode = from > 0 ? 206 : 200;
        context.Response.ContentLength = file.Content.Length - from;
        if (from > 0)
        {
            context.Response.Headers.ContentRange = $"bytes {from}-{file.Content.Length - 1}/{file.Content.Length}";
        }

        await context.Response.Body.WriteAsync(file.Content.AsMemory(from, sent));
        await context.Response.Body.FlushAsync();
        await until;
        context.Abort();
    }

    private async Task Answer(HttpContext context)
    {
        var headers = context.Request.Headers;
        Requests.Enqueue(new FakeRequest(context.Request.Path, headers.Authorization, headers.Range, headers.IfRange));
        if (context.Request.Path == $"/api/models/{Repository}")
        {
            context.Response.StatusCode = DescriptionStatus;
            await context.Response.WriteAsync(Description().ToJsonString());
            return;
        }

        var name = context.Request.Path.Value!.Replace($"/{Repository}/resolve/main/", "", StringComparison.Ordinal);
        var file = Files.GetValueOrDefault(name);
        if (!await Fault(context, file))
        {
            await (file is null ? Results.NotFound() : file.Result(context)).ExecuteAsync(context);
        }
    }

    private JsonObject Description() => new()
    {
        ["id"] = Repository,
        ["sha"] = "0123456789abcdef0123456789abcdef01234567",
        ["cardData"] = new JsonObject { ["license"] = "apache-2.0" },
        ["tags"] = new JsonArray("license:mit"),
        ["siblings"] = new JsonArray([.. Files.OrderBy(f => f.Key, StringComparer.Ordinal).Select(f => f.Value.Describe(f.Key))]),
    };
}

internal sealed record FakeRequest(string Path, string? Authorization, string? Range, string? IfRange);
