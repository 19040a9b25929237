using System.Collections.Concurrent;
using ReasoningGrains.Attention.Routing;
using ReasoningGrains.Conversations.Journals;
using ReasoningGrains.Inference.Engine;
using ReasoningGrains.Models;
using ReasoningGrains.Models.Sampling;
using ReasoningGrains.Models.Templates;
using ReasoningGrains.Models.Tokenizers;
using ReasoningGrains.Tests;

namespace ReasoningGrains.Conversations.Tests.Conversations;

/// <summary>Turns of one model where another one is served since.</summary>
public sealed class OtherModelTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("reasoninggrains-").FullName;
    private readonly List<NamedEngine> engines = [];
    private string served = "former";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_turn_that_was_cut_off_fails_by_name_and_may_be_asked_for_again()
    {
        await using var silo = Silo();
        await silo.Start();
        await silo.Conversation("c").RunTurn(Request(tokens: null), Token).FirstAsync(e => e is TurnDelta { Sequence: > 40 }, Token);
        await silo.Stop();
        served = "latter";
        await silo.Start();
        var events = await silo.Conversation("c").Follow("t", 0, Token).ToListAsync(Token);
        var cut = Assert.IsType<TurnEnded>(events[^1]).Turn;
        Assert.Equal((TurnStatus.Failed, "former", ErrorCodes.Failed), (cut.Status, cut.Model, cut.Error?.Code));
        Assert.Contains("while former was served; latter is served now", cut.Error!.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(events, e => e is TurnDelta);
        Assert.Empty(cut.Output);
        Assert.Empty(await silo.Conversation("c").Items());
        Assert.Null((await silo.Conversation("c").Describe())!.LastTurn);
        Assert.Empty(engines[^1].Generations);

        await silo.Stop();
        await using (var journal = new SqliteJournal(Path.Combine(folder, "journal.db")))
        {
            Assert.Empty(await journal.Unfinished());
        }

        await silo.Start();
        var again = (TurnEnded)await silo.Conversation("c").RunTurn(Request(tokens: 3), Token).LastAsync(Token);
        Assert.Equal((TurnStatus.Incomplete, "latter", 3), (again.Turn.Status, again.Turn.Model, again.Turn.Usage.OutputTokens));
        Assert.Equal(["Hello", again.Turn.Output[0].Text], (await silo.Conversation("c").Items()).Select(i => i.Text));
    }

    [Fact]
    public async Task A_turn_that_had_ended_is_told_by_its_text_and_not_explained()
    {
        await using var silo = Silo();
        await silo.Start();
        var ended = (TurnEnded)await silo.Conversation("c").RunTurn(Request(tokens: 3), Token).LastAsync(Token);
        await silo.Stop();
        served = "latter";
        await silo.Start();
        var events = await silo.Conversation("c").Follow("t", 0, Token).ToListAsync(Token);
        Assert.Equal(ended.Turn.Output[0].Text, Assert.Single(events.OfType<TurnDelta>()).Text);
        var told = Assert.IsType<TurnEnded>(events[^1]).Turn;
        Assert.Equal((TurnStatus.Incomplete, "former"), (told.Status, told.Model));
        var refused = await Assert.ThrowsAsync<ConversationException>(() => silo.Conversation("c").Explain("t"));
        Assert.Equal(ErrorCodes.Invalid, refused.Code);
        Assert.Contains("latter", refused.Message, StringComparison.Ordinal);
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);

    private static TurnRequest Request(int? tokens) => new()
    {
        TurnId = "t",
        Input = [new Item { Id = "in", Kind = ItemKind.Message, Role = "user", Text = "Hello" }],
        Options = new TurnOptions { Temperature = 0, MaxOutputTokens = tokens },
    };

    private TestSilo Silo() => new(ModelLoader.Open(Repository.BuiltIn), new StorageOptions { Directory = folder }, model =>
    {
        engines.Add(new NamedEngine(served, EngineFactory.CreateNull(model.Tokenizer, model.Template, model.Tokenizer.Encode(".", false)[0], new EngineLimits { KvBytes = 1 << 28 })));
        return engines[^1];
    });

    /// <summary>An engine under a name of its own that remembers for whom it generated.</summary>
    private sealed class NamedEngine(string name, IEngine inner) : IEngine
    {
        public ConcurrentQueue<string> Generations { get; } = new();

        public string Model => name;

        public int ContextLength => inner.ContextLength;

        public ITokenizer Tokenizer => inner.Tokenizer;

        public IChatTemplate Template => inner.Template;

        public SamplingDefaults Sampling => inner.Sampling;

        public int LongestContext(RoutingOptions routing) => inner.LongestContext(routing);

        public IAsyncEnumerable<GeneratedToken> Generate(GenerationRequest request, CancellationToken cancellation = default)
        {
            Generations.Enqueue(request.Sequence);
            return inner.Generate(request, cancellation);
        }

        public Task<ScoredTokens> Score(GenerationRequest request, int scored, CancellationToken cancellation = default) => inner.Score(request, scored, cancellation);

        public ValueTask DisposeAsync() => inner.DisposeAsync();
    }
}
