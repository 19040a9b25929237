using System.Net;
using System.Net.Http.Headers;

namespace ReasoningGrains.Models.Hub;

/// <summary>GET requests to the host: the token stays with it, redirects are followed by hand, statuses become errors.</summary>
internal sealed class HubRequests : IDisposable
{
    private const int MostRedirects = 8;
    private readonly HubOptions options;
    private readonly HttpClient http;

    public HubRequests(HubOptions options)
    {
        this.options = options;
        http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, AutomaticDecompression = DecompressionMethods.None, ConnectTimeout = options.Stall }) { Timeout = options.Stall };
        http.DefaultRequestHeaders.UserAgent.ParseAdd("reasoning-grains");
        // A resumed or hashed body must be the file itself.
        http.DefaultRequestHeaders.AcceptEncoding.ParseAdd("identity");
    }

    /// <summary>The answer once its headers are there: 200, or 206 or 416 to a range.</summary>
    /// <param name="path">Below the endpoint, escaped.</param>
    /// <param name="what">For errors, e.g. <c>owner/name/file</c>.</param>
    /// <param name="from">First byte wanted; 0 for the whole.</param>
    /// <param name="tag">The range is wanted of this version only.</param>
    /// <param name="cancellation">Ends the wait for the headers.</param>
    public async Task<HubAnswer> Get(string path, string what, long from, EntityTagHeaderValue? tag, CancellationToken cancellation)
    {
        var address = new Uri(options.Endpoint.AbsoluteUri.TrimEnd('/') + path);
        string? linked = null;
        for (var hop = 0; hop <= MostRedirects; hop++)
        {
            var response = await Send(address, what, from, tag, cancellation);
            var ours = IsEndpoint(address);
            if (ours && response.Headers.TryGetValues("X-Linked-Etag", out var tags))
            {
                linked = tags.First();
            }

            if (response.Headers.Location is { } location && (int)response.StatusCode is >= 300 and < 400)
            {
                response.Dispose();
                address = Next(address, location, what);
                continue;
            }

            try
            {
                HubStatus.Check(response, ours, options, what);
                // Only the endpoint's own tags are hashes of the content; those of a store behind it may be anything.
                return new HubAnswer(response, Checksum.Find(linked ?? (ours && hop == 0 ? response.Headers.ETag?.Tag : null)));
            }
            catch
            {
                response.Dispose();
                throw;
            }
        }

        throw new HubException($"{what}: {options.Endpoint.Host} redirects more than {MostRedirects} times.");
    }

    public void Dispose() => http.Dispose();

    private static Uri Next(Uri address, Uri location, string what)
    {
        var next = new Uri(address, location);
        return next.Scheme == "https" || (next.Scheme == "http" && address.Scheme == "http") ? next
            : throw new HubException($"{what}: {address.Host} redirects to {next.Scheme}://{next.Host}, which is refused; from {address.Scheme} only {(address.Scheme == "http" ? "http and https" : "https")} may follow.");
    }

    private async Task<HttpResponseMessage> Send(Uri address, string what, long from, EntityTagHeaderValue? tag, CancellationToken cancellation)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, address);
        if (options.Token is not null && IsEndpoint(address))
        {
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", options.Token);
        }

        if (from > 0 && tag is not null)
        {
            request.Headers.Range = new RangeHeaderValue(from, null);
            request.Headers.IfRange = new RangeConditionHeaderValue(tag);
        }

        try
        {
            return await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellation);
        }
        catch (HttpRequestException e)
        {
            throw new PassingException($"{address.Host} cannot be reached: {e.Message}", e);
        }
        catch (OperationCanceledException e) when (!cancellation.IsCancellationRequested)
        {
            throw new PassingException($"{address.Host} did not answer for {options.Stall.TotalSeconds:f0} s", e);
        }
        catch (FormatException e)
        {
            throw new HubException($"{what}: HF_TOKEN holds characters that a header cannot carry.", e);
        }
    }

    private bool IsEndpoint(Uri address)
        => Uri.Compare(address, options.Endpoint, UriComponents.SchemeAndServer, UriFormat.SafeUnescaped, StringComparison.OrdinalIgnoreCase) == 0;
}

/// <summary>An answer whose body is still to be read.</summary>
/// <param name="Message">The response.</param>
/// <param name="Checksum">Of the content, where the headers tell.</param>
internal sealed record HubAnswer(HttpResponseMessage Message, Checksum? Checksum) : IDisposable
{
    public void Dispose() => Message.Dispose();
}
