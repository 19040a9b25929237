namespace ReasoningGrains.Server.Hosting;

/// <summary>There are no API keys yet, so the server listens on this machine only.</summary>
internal static class LoopbackOnly
{
    public static void Check(IConfiguration configuration)
    {
        foreach (var url in (configuration["urls"] ?? "").Split(';', StringSplitOptions.RemoveEmptyEntries))
        {
            var host = Uri.TryCreate(url, UriKind.Absolute, out var uri) ? uri : throw new ArgumentException($"urls holds '{url}', which is not an address like http://127.0.0.1:8080.");
            if (!host.IsLoopback && configuration["Server:AllowRemote"] != "true")
            {
                throw new ArgumentException($"urls holds '{url}', but without API keys the server listens on this machine only: use http://127.0.0.1:PORT, or set Server:AllowRemote to true behind a proxy that checks callers.");
            }
        }
    }
}
