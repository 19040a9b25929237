using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using ReasoningGrains.Conversations.Journals;
using ReasoningGrains.Conversations.Tests.Journals;
using ReasoningGrains.Inference.Engine;
using ReasoningGrains.Models;
using ReasoningGrains.Tests;

namespace ReasoningGrains.Conversations.Tests.Conversations;

/// <summary>A silo whose journal waits or refuses when a test says so, around a model that says "." for ever. Its engine has one row.</summary>
public abstract class JournalledSiloTests : IAsyncLifetime
{
    private readonly string folder = Directory.CreateTempSubdirectory("reasoninggrains-").FullName;
    private readonly Model model = ModelLoader.Open(Repository.BuiltIn);
    private IHost host = null!;

    protected JournalledSiloTests() => Journal = new HeldJournal(Path.Combine(folder, "journal.db"));

    private protected HeldJournal Journal { get; }

    private protected static CancellationToken Token => TestContext.Current.CancellationToken;

    private protected IConversationGrain Conversation => Grain("c");

    public async ValueTask InitializeAsync()
    {
        var builder = Host.CreateApplicationBuilder();
        builder.Logging.ClearProviders();
        builder.UseOrleans(silo =>
        {
            silo.UseLocalhostClustering(FreePort(), FreePort()).AddReasoningGrains(new StorageOptions { Directory = folder }, _ => Engine());
            silo.Services.AddSingleton<IJournal>(Journal);
        });
        host = builder.Build();
        await host.StartAsync(Token);
    }

    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        Journal.Release();
        await host.StopAsync(Token);
        await ((IAsyncDisposable)host).DisposeAsync();
        await Journal.DisposeAsync();
        model.Dispose();
        Directory.Delete(folder, recursive: true);
    }

    /// <summary>Without a number of tokens it never gets far: the penalty looks at the whole context for each.</summary>
    private protected static TurnRequest Request(string turn, int? tokens = null) => new()
    {
        TurnId = turn,
        Input = [new Item { Id = $"in_{turn}", Kind = ItemKind.Message, Role = "user", Text = $"Said in {turn}" }],
        Options = new TurnOptions { Temperature = 0, MaxOutputTokens = tokens, RepetitionPenalty = tokens is null ? 1.1f : null },
    };

    private static int FreePort()
    {
        using var listener = new System.Net.Sockets.TcpListener(System.Net.IPAddress.Loopback, 0);
        listener.Start();
        return ((System.Net.IPEndPoint)listener.LocalEndpoint).Port;
    }

    private IEngine Engine()
        => EngineFactory.CreateNull(model.Tokenizer, model.Template, model.Tokenizer.Encode(".", false)[0], new EngineLimits { KvBytes = 1 << 28, MaxRows = 1 });

    private protected IConversationGrain Grain(string id) => host.Services.GetRequiredService<IGrainFactory>().GetGrain<IConversationGrain>(id);
}
