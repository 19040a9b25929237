using System.Threading.Channels;
using ReasoningGrains.Attention.Blocks;
using ReasoningGrains.Attention.Routing;
using ReasoningGrains.Inference.Engine;
using ReasoningGrains.Inference.Sampling;

namespace ReasoningGrains.Inference.Scheduling;

/// <summary>A request in the engine: its tokens so far, the blocks that hold their keys and values, and the reader that waits for more.</summary>
internal sealed partial class Sequence(GenerationRequest request, BlockPool pool, int contextLength, int window = int.MaxValue)
{
    /// <summary>Tokens for which there is room from the beginning: most answers, so that a long context is not copied again.</summary>
    private const int MostRoom = 1024;

    private readonly Channel<SampledToken> output = Channel.CreateUnbounded<SampledToken>(new UnboundedChannelOptions { SingleReader = true, SingleWriter = true });
    private int[] tokens = Begin(request);
    private volatile bool cancelled;

    public GenerationRequest Request => request;

    public BlockTable Table { get; } = new(pool, request.Lineage);

    /// <summary>What its tokens attend; null when that is everything.</summary>
    public SequenceRouting? Routing { get; } = request.Routing.IsExact ? null : new SequenceRouting(request.Routing, pool.Shape);

    public SamplingState Sampling { get; } = Resume(request);

    /// <summary>Order of arrival; decides between equal priorities.</summary>
    public long Arrival { get; init; }

    /// <summary>Called once the engine has ended it.</summary>
    public Action? Ended { get; init; }

    /// <summary>Tokens from here on are scored, not generated; null generates.</summary>
    public int? ScoreFrom { get; init; }

    /// <summary>Tokens up to here have their scores told: what is computed again after a preemption is not told twice.</summary>
    public int ScoredTo { get; set; }

    /// <summary>The context and what was generated.</summary>
    public ReadOnlySpan<int> Tokens => tokens.AsSpan(0, Count);

    public int Count { get; private set; } = request.Tokens.Length;

    public int Generated => Count - request.Tokens.Length + request.Resumed;

    /// <summary>Tokens whose keys and values are not computed yet.</summary>
    public int Pending => Count - Table.Length;

    /// <summary>Tokens of the context that were found in the pool when the sequence first ran; -1 before.</summary>
    public int Cached { get; set; } = -1;

    /// <summary>W after the last token, once the output has ended.</summary>
    public BlockWeights? Weights { get; private set; }

    public bool IsCancelled => cancelled;

    public ChannelReader<SampledToken> Output => output.Reader;

    /// <summary>From any thread: the engine ends it before its next step.</summary>
    public void Cancel() => cancelled = true;

    /// <summary>Adds a generated token and says whether it is the last.</summary>
    public GenerationEnd? Accept(int token)
    {
        if (Count == tokens.Length)
        {
            Array.Resize(ref tokens, tokens.Length + Math.Max(MostRoom, tokens.Length / 4));
        }

        tokens[Count++] = token;
        return request.StopTokens.Contains(token) ? GenerationEnd.StopToken
            : Generated >= request.MaxTokens ? GenerationEnd.MaxTokens
            : Count >= contextLength ? GenerationEnd.ContextFull
            : null;
    }

    private static int[] Begin(GenerationRequest request)
    {
        var tokens = new int[request.Tokens.Length + Math.Clamp(request.MaxTokens, 0, MostRoom)];
        request.Tokens.Span.CopyTo(tokens);
        return tokens;
    }

    /// <summary>What was generated before a cut counts.</summary>
    private static SamplingState Resume(GenerationRequest request)
    {
        var state = new SamplingState(request.Sampling);
        foreach (var token in request.Tokens.Span[^request.Resumed..])
        {
            state.Count(token);
        }

        return state;
    }

    public void Publish(in SampledToken token)
    {
        if (token.End is not null)
        {
            TakeWeights();
        }

        output.Writer.TryWrite(token);
    }

    /// <summary>Gives the blocks back and ends the output. An answer that was whole but for the measurement of its end is none the worse for a fault.</summary>
    public void End(Exception? fault = null)
    {
        if (fault is not null && Closing is { } last)
        {
            Publish(last);
            fault = null;
        }

        TakeWeights();
        CoolLightBlocks();
        Table.Release();
        output.Writer.TryComplete(fault);
        Ended?.Invoke();
    }

    /// <summary>Gives the blocks back until its turn comes again: it goes on from the W that it has now.</summary>
    public void Preempt()
    {
        KeepWeights();
        Table.Release();
    }
}
