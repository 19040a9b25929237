using System.Net;
using ReasoningGrains.Application;

namespace ReasoningGrains.Server.Http;

/// <summary>
/// Without API keys only programs of this machine may ask. A web page of anybody's runs in a browser of this machine too: it is known by its <c>Origin</c>, or, where its name was made to mean this machine
/// (DNS rebinding), by <c>Host</c>.
/// </summary>
internal sealed class LocalCallers(RequestDelegate next)
{
    public Task InvokeAsync(HttpContext http)
    {
        var origin = http.Request.Headers.Origin.ToString();
        return !IsLocal(http.Request.Host.Host) ? throw Refused("Host", http.Request.Host.Value ?? "")
            : origin.Length > 0 && !(Uri.TryCreate(origin, UriKind.Absolute, out var page) && IsLocal(page.Host)) ? throw Refused("Origin", origin)
            : next(http);
    }

    private static bool IsLocal(string host)
        => string.Equals(host, "localhost", StringComparison.OrdinalIgnoreCase) || (IPAddress.TryParse(host.Trim('[', ']'), out var address) && IPAddress.IsLoopback(address));

    private static RefusedException Refused(string header, string value)
        => new(ErrorCodes.Forbidden, null, $"{header} is '{value}'; without API keys only this machine may ask (set Server:AllowRemote to true behind a proxy that checks callers).");
}
