using ReasoningGrains.Attention.Blocks;
using ReasoningGrains.Attention.Routing;
using ReasoningGrains.Inference.Engine;
using ReasoningGrains.Models;
using ReasoningGrains.Tests;

namespace ReasoningGrains.Inference.Tests.Engine;

/// <summary>First prompts as long as the model's window of 512 tokens, and longer.</summary>
public sealed class LongPromptTests : IAsyncLifetime
{
    private const int Window = 512;
    private const int Said = 40;
    private readonly string cache = Directory.CreateTempSubdirectory("reasoninggrains-").FullName;
    private Model model = null!;
    private Model words = null!;
    private ReasoningGrains.Inference.Engine.Engine engine = null!;

    public static TheoryData<string> Profiles => ["exact", "balanced", "low-latency"];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public ValueTask InitializeAsync()
    {
        model = ModelLoader.Open(SharedFiles.Require("models/tiny/llama"));
        Assert.Equal(Window, model.Config.ContextLength);
        // The small model has no words of its own; what it says is spelled by another's.
        words = ModelLoader.Open(SharedFiles.Require("models/smollm2-135m/model.gguf"));
        var limits = new EngineLimits();
        var pool = new BlockPool(EngineFactory.Shape(model.Config, KvElement.Int8), 1 << 26);
        var runner = EngineFactory.CreateRunner(model, new EngineOptions { ModelPath = model.Path, Cache = cache, Limits = limits }, pool.Shape);
        engine = new ReasoningGrains.Inference.Engine.Engine(new EngineModel("tiny", Window, words.Tokenizer, words.Template, words.Sampling), limits, pool, runner);
        return ValueTask.CompletedTask;
    }

    public async ValueTask DisposeAsync()
    {
        if (engine is not null)
        {
            await engine.DisposeAsync();
        }

        model?.Dispose();
        words?.Dispose();
        Directory.Delete(cache, recursive: true);
    }

    [Theory, MemberData(nameof(Profiles))]
    public async Task A_prompt_that_fills_the_window_is_answered(string profile)
        => Assert.Equal(Said, await Answer(profile, Window - Said));

    [Theory, InlineData("balanced", Window), InlineData("balanced", 3 * Window), InlineData("low-latency", 5 * Window)]
    public async Task A_prompt_longer_than_the_window_is_answered_when_it_is_routed(string profile, int tokens)
        => Assert.Equal(Said, await Answer(profile, tokens));

    [Fact]
    public async Task A_prompt_longer_than_the_window_is_refused_when_all_of_it_is_to_be_attended()
        => Assert.Contains("512", (await Assert.ThrowsAsync<ArgumentException>(() => Answer("exact", Window))).Message, StringComparison.Ordinal);

    private async Task<int> Answer(string profile, int tokens)
    {
        var routing = profile switch { "exact" => RoutingOptions.Exact, "balanced" => RoutingOptions.Balanced, _ => RoutingOptions.LowLatency };
        var request = new GenerationRequest
        {
            Sequence = "test",
            Tokens = Enumerable.Range(0, tokens).Select(i => 3 + (i * 7 % 200)).ToArray(),
            MaxTokens = Said,
            StopTokens = new HashSet<int>(),
            Routing = routing,
            Lineage = profile,
        };
        var said = 0;
        BlockWeights? weights = null;
        await foreach (var token in engine.Generate(request, Token))
        {
            said++;
            weights = token.Weights ?? weights;
        }

        Assert.Equal(routing.IsExact, weights is null);
        return said;
    }
}
