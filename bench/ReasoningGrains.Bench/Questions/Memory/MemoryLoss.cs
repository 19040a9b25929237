using System.Diagnostics;
using ReasoningGrains.Attention.Routing;
using ReasoningGrains.Inference.Engine;

namespace ReasoningGrains.Bench.Questions.Memory;

/// <summary>Mean loss of an answer's tokens, measured by the engine that serves.</summary>
internal sealed class MemoryLoss(IEngine engine)
{
    private readonly MemoryScript script = new(engine.Tokenizer, engine.Template);

    /// <summary>The service's way: W goes on from turn to turn, and each turn finds the keys and values of the turns before.</summary>
    /// <param name="memory">The conversation.</param>
    /// <param name="routing">What is attended.</param>
    /// <param name="byToken">What was said is computed token by token, as when it is generated; without it a segment at once, which is faster.</param>
    /// <param name="lineage">Of no other measurement.</param>
    public async Task<MemoryRun> TurnByTurn(MemoryCase memory, RoutingOptions routing, bool byToken, string lineage)
    {
        var turns = script.Turns(memory);
        var start = Stopwatch.GetTimestamp();
        var scored = new ScoredTokens([], 0, null, 0);
        foreach (var turn in turns)
        {
            scored = await Score(turn, routing, byToken, lineage, scored.Weights);
        }

        return new MemoryRun(-scored.LogProbs.Average(), Stopwatch.GetElapsedTime(start).TotalSeconds, scored.KvBytes, turns[^1].Tokens.Length);
    }

    /// <summary>Everything at once, and everything attended.</summary>
    public async Task<MemoryBaseline> Baseline(MemoryCase memory, string lineage)
        => new(memory.Kind, memory.Size, memory.PromptTokens, await Dense(memory.Messages, memory.Answer, lineage), await Dense(memory.WithoutMemory, memory.Answer, lineage), memory.NllDenseFp32, memory.NllWithoutMemoryFp32);

    private async Task<double> Dense(IReadOnlyList<MemoryMessage> messages, string answer, string lineage)
        => -(await Score(script.Answer(messages, answer), RoutingOptions.Exact, byToken: false, lineage, null)).LogProbs.Average();

    private Task<ScoredTokens> Score(MemoryTurn turn, RoutingOptions routing, bool byToken, string lineage, BlockWeights? weights)
        => engine.Score(new GenerationRequest { Sequence = lineage, Tokens = turn.Tokens, Routing = routing, Weights = weights, ScoreByToken = byToken, Lineage = lineage, StopTokens = engine.Tokenizer.EndOfTurn }, turn.Scored);
}

/// <param name="Nll">Mean loss of a token of the answer.</param>
/// <param name="Seconds">Of all turns.</param>
/// <param name="KvBytes">Of keys and values at the end.</param>
/// <param name="Tokens">At the end.</param>
internal sealed record MemoryRun(double Nll, double Seconds, long KvBytes, int Tokens);
