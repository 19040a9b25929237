using System.Text.Json;

namespace ReasoningGrains.Models.Hub;

/// <summary>A host with Hugging Face's API: describes repositories and brings their files.</summary>
/// <param name="options">Where and how patiently.</param>
/// <param name="time">Clock of the pauses between attempts.</param>
public sealed class HubClient(HubOptions options, TimeProvider time) : IDisposable
{
    private const int LongestDescription = 64 << 20;
    private readonly HubRequests requests = new(options);

    public Uri Endpoint => options.Endpoint;

    /// <summary>Describes a model and chooses the files to pull.</summary>
    /// <exception cref="HubException">It is not there, may not be read, names files outside its folder, or is no model.</exception>
    public async Task<HubModel> Find(HubReference wanted, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(wanted);
        var json = await new Retries(options.Pauses, time).Run(
            () => Describe(wanted.Repository, cancellation),
            (attempts, last) => new HubException($"{wanted.Repository} could not be looked up in {attempts} attempts; in the last {last.Message}.", last),
            cancellation);
        var files = (json.Siblings ?? []).Select(s => s.File).ToArray();
        if (Array.Find(files, f => !HubFileName.IsInside(f.Name)) is { } outside)
        {
            throw new HubException($"{options.Endpoint.Host} names the file '{outside.Name}' in {wanted.Repository}; a name must stay inside the repository's folder. Nothing was pulled.");
        }

        var chosen = ModelFiles.Choose(wanted, files);
        return chosen.FirstOrDefault(f => !HubFileName.IsPortable(f.Name)) is { } odd
            ? throw new HubException($"{options.Endpoint.Host} names the file '{odd.Name}' in {wanted.Repository}; a name must be without : * ? \" < > |. Nothing was pulled.")
            : new HubModel(wanted.Repository, json.Sha, json.License, chosen);
    }

    /// <summary>Brings a file, going on from what an earlier pull left.</summary>
    /// <returns>What its content was checked against; null when the host names no hash and only the size was compared.</returns>
    /// <exception cref="HubException">It cannot be had; what came is kept for the next pull unless it is wrong.</exception>
    public Task<Checksum?> Fetch(string repository, HubFile file, string path, IProgress<PullProgress>? progress, CancellationToken cancellation)
        => new FileDownload(requests, options, time, repository, file, path, progress).Run(cancellation);

    public void Dispose() => requests.Dispose();

    private async Task<RepositoryJson> Describe(string repository, CancellationToken cancellation)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        patience.CancelAfter(options.Stall);
        using var answer = await requests.Get($"/api/models/{repository}?blobs=true", $"model {repository}", 0, null, cancellation);
        try
        {
            await answer.Message.Content.LoadIntoBufferAsync(LongestDescription, patience.Token);
            var json = JsonSerializer.Deserialize(await answer.Message.Content.ReadAsByteArrayAsync(patience.Token), HubJson.Default.RepositoryJson) ?? throw new JsonException("it is null");
            return json.Siblings?.Contains(null!) == true ? throw new JsonException("a sibling is null") : json;
        }
        catch (JsonException e)
        {
            throw new HubException($"{options.Endpoint.Host} describes {repository} in a form that is not Hugging Face's: {e.Message}", e);
        }
        catch (Exception e) when (e is HttpRequestException or IOException || (e is OperationCanceledException && !cancellation.IsCancellationRequested))
        {
            throw new PassingException($"the description broke off ({e.Message})", e);
        }
    }
}
