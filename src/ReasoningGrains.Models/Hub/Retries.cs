namespace ReasoningGrains.Models.Hub;

/// <summary>Tries again what failed in passing, a few times and with growing pauses.</summary>
internal sealed class Retries(IReadOnlyList<TimeSpan> pauses, TimeProvider time)
{
    private static readonly TimeSpan LongestPause = TimeSpan.FromMinutes(1);

    /// <param name="attempt">Throws <see cref="PassingException"/> when another attempt is worth while.</param>
    /// <param name="giveUp">The error after the last attempt.</param>
    /// <param name="cancellation">Ends a pause.</param>
    public async Task<T> Run<T>(Func<Task<T>> attempt, Func<int, PassingException, HubException> giveUp, CancellationToken cancellation)
    {
        for (var failures = 0; ; failures++)
        {
            try
            {
                return await attempt();
            }
            catch (PassingException e)
            {
                await Pause(failures < pauses.Count ? pauses[failures] : throw giveUp(failures + 1, e), e.After, cancellation);
            }
        }
    }

    private async Task Pause(TimeSpan pause, TimeSpan? asked, CancellationToken cancellation)
    {
        var length = asked > pause ? asked.Value : pause;
        if (length > TimeSpan.Zero)
        {
            using var timer = new PeriodicTimer(length < LongestPause ? length : LongestPause, time);
            await timer.WaitForNextTickAsync(cancellation);
        }
    }
}
