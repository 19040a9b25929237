namespace ReasoningGrains.Server.Hosting;

/// <summary>There are no API keys yet, so the server listens on this machine only.</summary>
internal static class LoopbackOnly
{
    public static bool MayBeRemote(IConfiguration configuration) => bool.TryParse(configuration["Server:AllowRemote"], out var allowed) && allowed;

    public static void Check(IConfiguration configuration)
    {
        var mayBeRemote = MayBeRemote(configuration);
        foreach (var (key, url) in Addresses(configuration))
        {
            var host = Uri.TryCreate(AnyHost(url), UriKind.Absolute, out var uri) ? uri : throw new ArgumentException($"{key} holds '{url}', which is not an address like http://127.0.0.1:8080.");
            if (!host.IsLoopback && !mayBeRemote)
            {
                throw Remote($"{key} holds '{url}'");
            }
        }

        // ASP.NET listens on all addresses at these ports where no urls are given.
        foreach (var key in (string[])["http_ports", "https_ports"])
        {
            if (configuration[key] is { Length: > 0 } ports && string.IsNullOrEmpty(configuration["urls"]) && !mayBeRemote)
            {
                throw Remote($"{key} is '{ports}'");
            }
        }
    }

    private static IEnumerable<(string Key, string Url)> Addresses(IConfiguration configuration)
        => (configuration["urls"] ?? "").Split(';', StringSplitOptions.RemoveEmptyEntries).Select(url => ("urls", url))
            .Concat(configuration.GetSection("Kestrel:Endpoints").GetChildren().Where(endpoint => endpoint["Url"] is not null).Select(endpoint => ($"{endpoint.Path}:Url", endpoint["Url"]!)));

    /// <summary>ASP.NET writes all addresses of a machine as <c>*</c> or <c>+</c>, which no URI may have.</summary>
    private static string AnyHost(string url) => url.Replace("://*", "://0.0.0.0", StringComparison.Ordinal).Replace("://+", "://0.0.0.0", StringComparison.Ordinal);

    private static ArgumentException Remote(string what)
        => new($"{what}, but without API keys the server listens on this machine only: set urls to http://127.0.0.1:PORT, or set Server:AllowRemote to true behind a proxy that checks callers.");
}
