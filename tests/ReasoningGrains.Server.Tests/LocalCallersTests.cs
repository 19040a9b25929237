using Microsoft.AspNetCore.Http;
using ReasoningGrains.Application;
using ReasoningGrains.Server.Http;

namespace ReasoningGrains.Server.Tests;

public sealed class LocalCallersTests
{
    [Theory]
    [InlineData("127.0.0.1:8080", null)]
    [InlineData("localhost", null)]
    [InlineData("[::1]:8080", "http://localhost:3000")]
    [InlineData("LOCALHOST:8080", "https://127.0.0.1")]
    public async Task This_machine_may_ask(string host, string? origin) => Assert.True(await Passes(host, origin));

    [Theory]
    [InlineData("127.0.0.1:8080", "https://evil.example", "Origin")]
    [InlineData("127.0.0.1:8080", "null", "Origin")]
    [InlineData("127.0.0.1:8080", "http://127.0.0.1.evil.example", "Origin")]
    [InlineData("rebound.evil.example:8080", null, "Host")]
    [InlineData("10.0.0.1", null, "Host")]
    [InlineData("", null, "Host")]
    public async Task A_web_page_of_elsewhere_may_not(string host, string? origin, string named)
    {
        var refused = await Assert.ThrowsAsync<RefusedException>(() => Passes(host, origin));
        Assert.Equal(ErrorCodes.Forbidden, refused.Code);
        Assert.Equal(403, ApiError.Of(refused).Status);
        Assert.StartsWith(named, refused.Message, StringComparison.Ordinal);
        Assert.Contains("Server:AllowRemote", refused.Message, StringComparison.Ordinal);
    }

    private static async Task<bool> Passes(string host, string? origin)
    {
        var passed = false;
        RequestDelegate next = _ =>
        {
            passed = true;
            return Task.CompletedTask;
        };
        var http = new DefaultHttpContext { Request = { Host = new HostString(host) } };
        if (origin is not null)
        {
            http.Request.Headers.Origin = origin;
        }

        await new LocalCallers(next).InvokeAsync(http);
        return passed;
    }
}
