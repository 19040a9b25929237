using Microsoft.AspNetCore.Http;
using ReasoningGrains.Models.Hub;

namespace ReasoningGrains.Models.Tests.Hub;

/// <summary>A host, a store in a folder of its own, and a client that does not wait between attempts.</summary>
public abstract class HubFixture : IAsyncLifetime
{
    private readonly string root = Directory.CreateTempSubdirectory("reasoninggrains-").FullName;

    private protected ModelStore Store => new(Path.Combine(root, "store"));

    private protected FakeHub Host { get; private set; } = null!;

    private protected HubOptions Options { get; set; } = new();

    private protected static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        Host = await FakeHub.Start();
        Options = new HubOptions { Endpoint = Host.Url, Pauses = [TimeSpan.Zero, TimeSpan.Zero] };
    }

    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        await Host.DisposeAsync();
        Directory.Delete(root, recursive: true);
    }

    private protected string InStore(string name) => Path.Combine(Store.Folder, "owner", "tiny", name);

    private protected async Task<IReadOnlyList<PulledFile>> Pull(string reference = FakeHub.Repository, Action<PullProgress>? progress = null)
    {
        using var hub = new HubClient(Options, TimeProvider.System);
        return await Store.Pull(hub, await hub.Find(HubReference.Parse(reference), Token), progress is null ? null : new Listener(progress), Token);
    }

    private protected async Task<string> Refusal(string reference = FakeHub.Repository)
        => (await Assert.ThrowsAsync<HubException>(() => Pull(reference))).Message;

    /// <summary>Pulls while the host cuts the first body off as soon as some of it is on disk.</summary>
    private protected async Task<IReadOnlyList<PulledFile>> PullCutOff(FakeFile file, int times = 1)
    {
        var arrived = new SemaphoreSlim(0);
        var cuts = 0;
        Host.Fault = async (context, _) =>
        {
            if (cuts++ >= times)
            {
                return false;
            }

            var from = context.Request.GetTypedHeaders().Range?.Ranges.First().From ?? 0;
            await FakeHub.CutOff(context, file, (int)from, 1000, arrived.WaitAsync(Token));
            return true;
        };
        return await Pull(progress: _ => arrived.Release());
    }

    private sealed class Listener(Action<PullProgress> heard) : IProgress<PullProgress>
    {
        public void Report(PullProgress value) => heard(value);
    }
}
