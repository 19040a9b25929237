using System.Text.Json;
using ReasoningGrains.Models.Sampling;

namespace ReasoningGrains.Conversations.Tests.Conversations;

/// <summary>What followed a turn while it ran, follows it again after a restart, event by event.</summary>
public sealed class ReplayTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("reasoninggrains-").FullName;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>Tokens drawn from the whole vocabulary: halves of characters, marks and stop texts cut anywhere.</summary>
    public static TheoryData<TurnOptions> Options =>
    [
        new TurnOptions { Seed = 1, MaxOutputTokens = 200 },
        new TurnOptions { Seed = 2, MaxOutputTokens = 200, Stop = ["e", "qq"] },
        new TurnOptions { Seed = 3, MaxOutputTokens = 200, Stop = ["never to be found in noise"], TopLogProbs = 2 },
        new TurnOptions { Seed = 4, MaxOutputTokens = 1 },
    ];

    [Theory]
    [MemberData(nameof(Options))]
    public async Task The_recorded_events_are_the_live_ones(TurnOptions options)
    {
        await using var silo = TestSilo.Null(folder);
        await silo.Start();
        var live = await Events(silo.Conversation("c").RunTurn(Request(options), Token));
        await silo.Stop();
        await silo.Start();
        Assert.Equal(live, await Events(silo.Conversation("c").Follow("t", 0, Token)));
        Assert.Equal(live[2..], await Events(silo.Conversation("c").Follow("t", 2, Token)));
    }

    [Fact]
    public async Task A_turn_that_was_cut_off_goes_on_with_the_tokens_it_would_have_had()
    {
        await using var silo = TestSilo.Null(folder);
        await silo.Start();
        var options = new TurnOptions { Seed = 5, MaxOutputTokens = 4000, PresencePenalty = 0.5f };
        var whole = await Events(silo.Conversation("whole").RunTurn(Request(options), Token));
        await foreach (var next in silo.Conversation("cut").RunTurn(Request(options), Token))
        {
            if (next is TurnDelta { Sequence: > 40 })
            {
                break;
            }
        }

        await silo.Stop();
        await silo.Start();
        var cut = await Events(silo.Conversation("cut").Follow("t", 0, Token));
        Assert.Equal(whole[1..^1], cut[1..^1]);
    }

    [Fact]
    public async Task A_turn_that_was_cut_off_goes_on_with_the_prompt_it_began_with()
    {
        await using var silo = TestSilo.Null(folder);
        await silo.Start();
        var options = new TurnOptions { MaxOutputTokens = 4000 };
        var whole = (TurnEnded)await silo.Conversation("whole").RunTurn(Request(options), Token).LastAsync(Token);
        await foreach (var next in silo.Conversation("cut").RunTurn(Request(options), Token))
        {
            if (next is TurnDelta { Sequence: > 40 })
            {
                await silo.Conversation("cut").AddItems([new Item { Id = "later", Kind = ItemKind.Message, Role = "user", Text = "Not part of this turn." }]);
                break;
            }
        }

        await silo.Stop();
        await silo.Start();
        var cut = (TurnEnded)await silo.Conversation("cut").Follow("t", 0, Token).LastAsync(Token);
        Assert.Equal(whole.Turn.Usage.InputTokens, cut.Turn.Usage.InputTokens);
        Assert.Contains(await silo.Conversation("cut").Items(), item => item.Id == "later");
    }

    [Fact]
    public async Task A_turn_goes_on_with_the_sampling_it_began_with_though_the_model_s_file_has_changed()
    {
        var defaults = new SamplingDefaults { Temperature = 2, TopP = 1, MinP = 0 };
        await using var silo = TestSilo.Null(folder, sampling: () => defaults);
        await silo.Start();
        var options = new TurnOptions { Seed = 6, MaxOutputTokens = 4000 };
        var whole = await Events(silo.Conversation("whole").RunTurn(Request(options), Token));
        await foreach (var next in silo.Conversation("cut").RunTurn(Request(options), Token))
        {
            if (next is TurnDelta { Sequence: > 40 })
            {
                break;
            }
        }

        await silo.Stop();
        defaults = new SamplingDefaults { Temperature = 0 };
        await silo.Start();
        var cut = await Events(silo.Conversation("cut").Follow("t", 0, Token));
        Assert.Equal(whole[1..^1], cut[1..^1]);
        Assert.Equal(2, (await silo.Conversation("cut").FindTurn("t"))!.Options.Temperature);
        // The request itself is what it was: a retry follows the turn.
        Assert.Equal(cut, await Events(silo.Conversation("cut").RunTurn(Request(options), Token)));
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);

    private static TurnRequest Request(TurnOptions options) => new()
    {
        TurnId = "t",
        Input = [new Item { Id = "in", Kind = ItemKind.Message, Role = "user", Text = "Hello" }],
        Options = options,
    };

    private static async Task<List<string>> Events(IAsyncEnumerable<TurnEvent> events)
        => await events.Select(e => JsonSerializer.Serialize(e, e.GetType())).ToListAsync(Token);
}
