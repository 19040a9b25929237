namespace ReasoningGrains.Models.Hub;

/// <summary>Copies a response's body to a file and tells whose fault it is when that breaks off: the network's passes, the disk's does not.</summary>
/// <param name="stall">Longest silence.</param>
/// <param name="time">Clock of the silence.</param>
/// <param name="what">For errors.</param>
/// <param name="received">Told the length of the file after each piece.</param>
internal sealed class BodyCopy(TimeSpan stall, TimeProvider time, string what, Action<long> received)
{
    /// <returns>The length of the file.</returns>
    public async Task<long> Copy(HttpContent content, FileStream file, long have, long most, CancellationToken cancellation)
    {
        using var silence = new CancellationTokenSource(Timeout.InfiniteTimeSpan, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellation, silence.Token);
        var buffer = new byte[1 << 17];
        await using var body = await content.ReadAsStreamAsync(cancellation);
        while (await Read(body, buffer, silence, either.Token, cancellation) is var read and > 0)
        {
            have += read;
            if (have > most)
            {
                throw new HubException($"{what} is longer than the {most} bytes that the host names.");
            }

            await Write(file, buffer.AsMemory(0, read), cancellation);
            received(have);
        }

        return have;
    }

    private async Task<int> Read(Stream body, byte[] buffer, CancellationTokenSource silence, CancellationToken either, CancellationToken cancellation)
    {
        silence.CancelAfter(stall);
        try
        {
            return await body.ReadAsync(buffer, either);
        }
        catch (OperationCanceledException e) when (!cancellation.IsCancellationRequested)
        {
            throw new PassingException($"nothing came for {stall.TotalSeconds:f0} s", e);
        }
        catch (Exception e) when (e is IOException or HttpRequestException)
        {
            throw new PassingException($"the connection broke off ({e.Message})", e);
        }
    }

    private async Task Write(FileStream file, ReadOnlyMemory<byte> bytes, CancellationToken cancellation)
    {
        try
        {
            await file.WriteAsync(bytes, cancellation);
        }
        catch (IOException e)
        {
            throw new HubException($"{what} cannot be written: {e.Message}. What came before is kept; make room and pull again.", e);
        }
    }
}
