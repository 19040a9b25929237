using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using ReasoningGrains.Conversations.Journals;
using ReasoningGrains.Conversations.Tests.Journals;
using ReasoningGrains.Inference.Engine;
using ReasoningGrains.Models;
using ReasoningGrains.Tests;

namespace ReasoningGrains.Conversations.Tests.Conversations;

/// <summary>Turns that are ended when they have only begun. The engine has one row.</summary>
public sealed class BeginningTurnTests : IAsyncLifetime
{
    private readonly string folder = Directory.CreateTempSubdirectory("reasoninggrains-").FullName;
    private readonly Model model = ModelLoader.Open(Repository.BuiltIn);
    private readonly HeldJournal journal;
    private IHost host = null!;

    public BeginningTurnTests() => journal = new HeldJournal(Path.Combine(folder, "journal.db"));

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private IConversationGrain Conversation => Grain("c");

    public async ValueTask InitializeAsync()
    {
        var builder = Host.CreateApplicationBuilder();
        builder.Logging.ClearProviders();
        builder.UseOrleans(silo =>
        {
            silo.UseLocalhostClustering(FreePort(), FreePort()).AddReasoningGrains(new StorageOptions { Directory = folder }, _ => Engine());
            silo.Services.AddSingleton<IJournal>(journal);
        });
        host = builder.Build();
        await host.StartAsync(Token);
    }

    public async ValueTask DisposeAsync()
    {
        journal.Release();
        await host.StopAsync(Token);
        await ((IAsyncDisposable)host).DisposeAsync();
        await journal.DisposeAsync();
        model.Dispose();
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task A_turn_that_is_being_journalled_is_ended_before_its_conversation_is_deleted()
    {
        await Conversation.RunTurn(Request("t1", 3), Token).LastAsync(Token);
        await DeleteWhileItIsJournalled("t2");
    }

    [Fact]
    public Task A_conversation_is_deleted_while_its_first_turn_is_being_journalled() => DeleteWhileItIsJournalled("t1");

    [Fact]
    public async Task A_turn_that_is_cancelled_before_its_first_token_has_said_nothing()
    {
        await OccupyTheEngine();
        Assert.IsType<TurnStarted>(await Conversation.RunTurn(Request("t1"), Token).FirstAsync(Token));
        var cancelled = await Conversation.Cancel("t1");
        Assert.Equal((TurnStatus.Cancelled, 0), (cancelled.Status, cancelled.Usage.OutputTokens));
        Assert.Empty(cancelled.Output);
        Assert.Equal(["Said in t1"], (await Conversation.Items()).Select(i => i.Text));

        await Grain("other").Cancel("long");
        var next = (TurnEnded)await Conversation.RunTurn(Request("t2", 3), Token).LastAsync(Token);
        Assert.Equal((TurnStatus.Incomplete, 3), (next.Turn.Status, next.Turn.Usage.OutputTokens));
    }

    [Fact]
    public async Task A_conversation_is_deleted_with_a_turn_that_waits_for_the_engine()
    {
        await OccupyTheEngine();
        await Conversation.RunTurn(Request("t1"), Token).FirstAsync(Token);
        await Conversation.Delete();
        await AssertDeletedAfterTheEndOf("t1");
    }

    [Fact]
    public async Task A_turn_that_waits_for_another_is_not_begun_in_a_conversation_that_was_deleted()
    {
        await Conversation.RunTurn(Request("t1"), Token).FirstAsync(e => e is TurnDelta, Token);
        var waiting = Conversation.RunTurn(Request("t2", 3), Token).LastAsync(Token).AsTask();
        await Answered();
        await Conversation.Delete();
        Assert.Equal(ErrorCodes.NotFound, (await Assert.ThrowsAsync<ConversationException>(() => waiting)).Code);
        Assert.DoesNotContain(journal.Appended, entry => entry is TurnBegun { Turn: "t2" });
        await AssertDeletedAfterTheEndOf("t1");
    }

    [Fact]
    public async Task Cancelling_a_turn_spares_the_one_that_begins_when_it_ends()
    {
        await Conversation.RunTurn(Request("t1"), Token).FirstAsync(e => e is TurnDelta, Token);
        var next = Conversation.RunTurn(Request("t2", 3), Token).LastAsync(Token).AsTask();
        var cancelled = await Conversation.Cancel("t1");
        Assert.Equal(("t1", TurnStatus.Cancelled), (cancelled.Id, cancelled.Status));
        Assert.Equal(TurnStatus.Incomplete, ((TurnEnded)await next).Turn.Status);
    }

    /// <summary>Without a number of tokens it never gets far: the penalty looks at the whole context for each.</summary>
    private static TurnRequest Request(string turn, int? tokens = null) => new()
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

    private IConversationGrain Grain(string id) => host.Services.GetRequiredService<IGrainFactory>().GetGrain<IConversationGrain>(id);

    private async Task OccupyTheEngine() => await Grain("other").RunTurn(Request("long"), Token).FirstAsync(e => e is TurnDelta, Token);

    /// <summary>Calls come in order: what was asked before has been begun when this one is refused.</summary>
    private async Task Answered() => await Assert.ThrowsAsync<ConversationException>(() => Conversation.Follow("none", 0, Token).FirstAsync(Token).AsTask());

    private async Task DeleteWhileItIsJournalled(string turn)
    {
        var waits = journal.Hold();
        var begun = Conversation.RunTurn(Request(turn), Token).FirstAsync(Token).AsTask();
        await waits;
        var deleted = Conversation.Delete();
        await Answered();
        journal.Release();
        await deleted;
        Assert.IsType<TurnStarted>(await begun);
        await AssertDeletedAfterTheEndOf(turn);
    }

    private async Task AssertDeletedAfterTheEndOf(string turn)
    {
        Assert.Equal(TurnStatus.Cancelled, journal.Appended.OfType<TurnFinished>().Single(finished => finished.Turn == turn).Status);
        Assert.Single(journal.Appended, entry => entry is Deleted);
        Assert.Null(await Conversation.Describe());
        Assert.Empty(await journal.Read("c"));
        Assert.DoesNotContain("c", await journal.Unfinished());
    }
}
