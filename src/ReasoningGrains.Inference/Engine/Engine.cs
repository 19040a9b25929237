using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using ReasoningGrains.Attention.Blocks;
using ReasoningGrains.Attention.Routing;
using ReasoningGrains.Inference.Sampling;
using ReasoningGrains.Inference.Scheduling;
using ReasoningGrains.Models.Sampling;
using ReasoningGrains.Models.Templates;
using ReasoningGrains.Models.Tokenizers;

namespace ReasoningGrains.Inference.Engine;

/// <inheritdoc/>
internal sealed class Engine : IEngine
{
    private readonly EngineModel model;
    private readonly EngineLimits limits;
    private readonly BlockPool pool;
    private readonly IModelRunner runner;
    private readonly Scheduler scheduler;
    private readonly EngineLoop loop;
    private readonly ConcurrentQueue<Sequence> arrivals = new();
    private readonly SemaphoreSlim work = new(0);
    private readonly Thread thread;
    private int admitted;
    private long arrival;
    private volatile bool stopping;

    public Engine(EngineModel model, EngineLimits limits, BlockPool pool, IModelRunner runner)
    {
        this.model = model;
        this.limits = limits;
        this.pool = pool;
        this.runner = runner;
        scheduler = new Scheduler(limits);
        loop = new EngineLoop(scheduler, runner, new StepPlan(limits.StepTokens, Outputs(limits)));
        thread = new Thread(Run) { Name = $"engine {model.Name}", IsBackground = true };
        thread.Start();
    }

    public string Model => model.Name;

    public int ContextLength => model.ContextLength;

    public ITokenizer Tokenizer => model.Tokenizer;

    public IChatTemplate Template => model.Template;

    public SamplingDefaults Sampling => model.Sampling;

    public int LongestContext(RoutingOptions routing)
    {
        var room = (int)Math.Min((long)(pool.Capacity - 1) * KvShape.BlockTokens, BlockWeights.MostTokens);
        return routing.IsExact ? Math.Min(ContextLength, room) : room;
    }

    /// <summary>Logits that a step can ask for.</summary>
    public static int Outputs(EngineLimits limits) => Math.Max(64, limits.MaxRows);

    public async IAsyncEnumerable<GeneratedToken> Generate(GenerationRequest request, [EnumeratorCancellation] CancellationToken cancellation = default)
    {
        var text = new GeneratedText(Tokenizer, request.Stop);
        foreach (var token in RecordedGeneration.Tell(text, request.Tokens[^request.Resumed..].ToArray(), request.StopTokens, EndOfResumed(request)))
        {
            yield return token;
            if (token.End is not null)
            {
                yield break;
            }
        }

        if (EndOfResumed(request) is { } nothingLeft)
        {
            yield return text.Append(SampledToken.Ended(nothingLeft));
            yield break;
        }

        var sequence = Submit(request, scoreFrom: null);
        using var registration = cancellation.Register(Cancel, sequence);
        try
        {
            await foreach (var sampled in sequence.Output.ReadAllAsync(CancellationToken.None).ConfigureAwait(false))
            {
                var token = text.Append(sampled) with { CachedTokens = Math.Max(0, sequence.Cached) };
                if (token.End is not null && sampled.End is null)
                {
                    await Stop(sequence).ConfigureAwait(false);
                }

                token = token.End is null ? token : token with { Weights = sequence.Weights };
                yield return token;
                if (token.End is not null)
                {
                    yield break;
                }
            }
        }
        finally
        {
            Cancel(sequence);
        }
    }

    public async Task<ScoredTokens> Score(GenerationRequest request, int scored, CancellationToken cancellation = default)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(scored, request.Tokens.Length);
        if (scored == 0)
        {
            return new ScoredTokens([], 0, request.Weights, 0);
        }

        var sequence = Submit(request, request.Tokens.Length - scored);
        using var registration = cancellation.Register(Cancel, sequence);
        var result = new List<float>(scored);
        await foreach (var token in sequence.Output.ReadAllAsync(CancellationToken.None).ConfigureAwait(false))
        {
            cancellation.ThrowIfCancellationRequested();
            result.Add(token.LogProb);
        }

        return new ScoredTokens(result, Math.Max(0, sequence.Cached), sequence.Weights, sequence.KvBytes);
    }

    public async ValueTask DisposeAsync()
    {
        stopping = true;
        work.Release();
        await Task.Run(thread.Join).ConfigureAwait(false);
        runner.Dispose();
        pool.Dispose();
        work.Dispose();
    }

    /// <summary>The end that the tokens generated before the cut had reached already.</summary>
    private GenerationEnd? EndOfResumed(GenerationRequest request) => request.Resumed >= request.MaxTokens ? GenerationEnd.MaxTokens
        : request.Resumed > 0 && request.Tokens.Length >= LongestContext(request.Routing) ? GenerationEnd.ContextFull
        : null;

    private Sequence Submit(GenerationRequest request, int? scoreFrom)
    {
        ObjectDisposedException.ThrowIf(stopping, this);
        Check(request.Tokens.Span, LongestContext(request.Routing));
        if (request.Routing.Problem() is { } problem)
        {
            throw new ArgumentException(problem, nameof(request));
        }

        request = request with
        {
            Routing = request.Routing.Within(ContextLength, pool.Shape.Layers),
            Weights = request.Weights?.Heads == pool.Shape.Layers * pool.Shape.KvHeads ? request.Weights : null,
        };
        if (request.Weights is { } weights && weights.Tokens > request.Tokens.Length)
        {
            throw new ArgumentException($"The weights are of {weights.Tokens} tokens; the context has {request.Tokens.Length}.", nameof(request));
        }

        var waiting = Interlocked.Increment(ref admitted);
        if (waiting > limits.QueueLength + limits.MaxRows)
        {
            Interlocked.Decrement(ref admitted);
            throw new EngineOverloadedException(limits.QueueLength, limits.QueueLength);
        }

        // Counted until the engine has ended it, whether or not anybody still reads what it says.
        var sequence = new Sequence(request, pool, LongestContext(request.Routing), ContextLength) { Arrival = Interlocked.Increment(ref arrival), ScoreFrom = scoreFrom, Ended = () => Interlocked.Decrement(ref admitted) };
        arrivals.Enqueue(sequence);
        if (stopping)
        {
            // The engine may have looked for arrivals for the last time.
            EndArrivals();
        }
        else
        {
            work.Release();
        }

        return sequence;
    }

    private void Check(ReadOnlySpan<int> tokens, int longest)
    {
        if (tokens.Length == 0 || tokens.Length >= longest)
        {
            throw new ArgumentException($"A context of {tokens.Length} tokens was given; 1 to {longest - 1} are allowed.", nameof(tokens));
        }

        if (tokens.Length >= (long)pool.Capacity * KvShape.BlockTokens)
        {
            throw new ArgumentException($"A context of {tokens.Length} tokens was given; the memory for keys and values (Engine:KvBytes) holds {(long)pool.Capacity * KvShape.BlockTokens}.", nameof(tokens));
        }

        foreach (var token in tokens)
        {
            if ((uint)token >= (uint)runner.Vocabulary)
            {
                throw new ArgumentException($"Token {token} is outside the vocabulary of {runner.Vocabulary}.", nameof(tokens));
            }
        }
    }

    private void Cancel(object? sequence)
    {
        ((Sequence)sequence!).Cancel();
        if (!stopping)
        {
            work.Release();
        }
    }

    /// <summary>Ends a sequence whose text has ended before its tokens.</summary>
    private async Task Stop(Sequence sequence)
    {
        Cancel(sequence);
        try
        {
            while (await sequence.Output.WaitToReadAsync().ConfigureAwait(false))
            {
                sequence.Output.TryRead(out _);
            }
        }
        catch (EngineFaultException)
        {
            // A fault of the step that was under way: the text had ended before it.
        }
    }

    private void Run()
    {
        while (!stopping)
        {
            while (arrivals.TryDequeue(out var sequence))
            {
                scheduler.Enqueue(sequence);
            }

            if (!loop.Step() && arrivals.IsEmpty)
            {
                work.Wait();
            }
        }

        scheduler.Abort(new EngineFaultException("The engine is stopping."));
        EndArrivals();
    }

    private void EndArrivals()
    {
        while (arrivals.TryDequeue(out var sequence))
        {
            sequence.End(new EngineFaultException("The engine is stopping."));
        }
    }
}
