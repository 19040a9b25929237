using System.Net;
using System.Net.Http.Headers;

namespace ReasoningGrains.Models.Hub;

/// <summary>Brings one file to disk: goes on where an attempt broke off, checks the content, then puts it in its place.</summary>
internal sealed class FileDownload(HubRequests requests, HubOptions options, TimeProvider time, string repository, HubFile file, string target, IProgress<PullProgress>? progress)
{
    private readonly PartialFile partial = new(target);
    private readonly string what = $"{repository}/{file.Name}";

    /// <returns>What the content was checked against, or null.</returns>
    public async Task<Checksum?> Run(CancellationToken cancellation)
    {
        // Ended between the last byte and the move.
        if (file.Checksum is { } listed && File.Exists(partial.Path) && partial.Length == file.Size && await listed.Matches(partial.Path, cancellation))
        {
            partial.Publish();
            return listed;
        }

        CheckRoom();
        var told = await new Retries(options.Pauses, time).Run(() => Attempt(cancellation), GiveUp, cancellation);
        var checksum = file.Checksum ?? told;
        await Check(checksum, cancellation);
        partial.Publish();
        return checksum;
    }

    private async Task<Checksum?> Attempt(CancellationToken cancellation)
    {
        var (have, tag) = (partial.Length, partial.Tag);
        using var answer = await requests.Get($"/{Escaped(repository)}/resolve/main/{Escaped(file.Name)}", what, have, tag, cancellation);
        var response = answer.Message;
        if (response.StatusCode != HttpStatusCode.OK && !Continues(response, have, tag))
        {
            partial.Discard();
            throw new PassingException($"the host answered {(int)response.StatusCode} with another part than bytes {have} and on of the same version");
        }

        var resumed = response.StatusCode == HttpStatusCode.PartialContent;
        var total = resumed ? response.Content.Headers.ContentRange!.Length : response.Content.Headers.ContentLength;
        var body = new BodyCopy(options.Stall, time, what, received => progress?.Report(new PullProgress(file.Name, received, total ?? file.Size)));
        await using var stream = Open(() => resumed ? partial.GoOn() : partial.Start(response.Headers.ETag));
        var length = await body.Copy(response.Content, stream, resumed ? have : 0, total ?? file.Size ?? long.MaxValue, cancellation);
        return length == (total ?? length) ? answer.Checksum : throw new PassingException($"the connection ended after {length} of {total} bytes");
    }

    private static bool Continues(HttpResponseMessage response, long have, EntityTagHeaderValue? tag)
        => response.StatusCode == HttpStatusCode.PartialContent && have > 0
        && response.Content.Headers.ContentRange is { HasLength: true, HasRange: true } range && range.From == have && range.To == range.Length - 1
        && response.Headers.ETag?.Equals(tag) == true;

    private static string Escaped(string path) => string.Join('/', path.Split('/').Select(Uri.EscapeDataString));

    private FileStream Open(Func<FileStream> open)
    {
        try
        {
            return open();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new HubException($"{what}: {partial.Path} cannot be written ({e.Message}). Is another pull of it running?", e);
        }
    }

    private void CheckRoom()
    {
        Directory.CreateDirectory(Path.GetDirectoryName(target)!);
        var (needed, free) = (file.Size - partial.Length, new DriveInfo(Path.GetDirectoryName(target)!).AvailableFreeSpace);
        if (needed > free)
        {
            throw new HubException($"{what} needs {needed} more bytes, but the disk of {target} has {free} free.");
        }
    }

    private async Task Check(Checksum? checksum, CancellationToken cancellation)
    {
        var length = new FileInfo(partial.Path).Length;
        var wrong = checksum is not null && !await checksum.Matches(partial.Path, cancellation) ? $"does not have the {checksum} that the host names"
            : checksum is null && file.Size is { } size && size != length ? $"has {length} bytes, but the host names {size}"
            : null;
        if (wrong is not null)
        {
            partial.Discard();
            throw new HubException($"{what} {wrong}; it was thrown away. If the file changed at the host meanwhile, pull again.");
        }
    }

    private HubException GiveUp(int attempts, PassingException last)
        => new($"{what} could not be pulled in {attempts} attempts; in the last {last.Message}. {(partial.Length > 0 ? $"{partial.Length} bytes are kept in {partial.Path}: pull again to go on from there." : "Pull again later.")}", last);
}
