using ReasoningGrains.Attention.Routing;
using ReasoningGrains.Inference.Sampling;

namespace ReasoningGrains.Inference.Scheduling;

/// <summary>
/// When W is measured: at the end of each segment, that is the prompt, every so many generated tokens, and an answer that ends by itself or by its limit. A chunk of a prompt is measured too,
/// for what it attends itself; W after the prompt is what its end makes of W before it, however it was cut.
/// What an answer looked at last is what "please go on" means, so its end counts although nothing of this turn follows it.
/// </summary>
internal sealed partial class Sequence
{
    /// <summary>A chunk of fewer tokens is no segment of its own.</summary>
    private const int FewestProbes = 16;

    private BlockWeights? former = request.Weights;

    /// <summary>Tokens that are in W as it was taken up: what of them is computed after that is not measured again.</summary>
    private int restored;

    /// <summary>W as it was taken up.</summary>
    private BlockWeights? takenUp;

    /// <summary>The last token, which is computed too before it is told: its step measures the end of the answer.</summary>
    public SampledToken? Closing { get; private set; }

    /// <summary>The tokens that are known now are all that there will be.</summary>
    private bool EndsAnswer => ScoreFrom is not null || Closing is not null;

    /// <summary>
    /// Tokens whose keys and values may be found in the pool: none that W_{t-1} has not seen, so that what this turn adds measures W as it did when it was computed first;
    /// without a W no more than leaves the probes of the prompt.
    /// </summary>
    public ReadOnlySpan<int> Findable => Tokens[..Math.Min(ScoreFrom ?? Count, Routing is null ? Count : former?.Tokens + 1 ?? Math.Max(1, PromptEnd - Routing.Options.Probes + 1))];

    private int SegmentTokens => Routing!.Options.SegmentTokens(Table.Length / Attention.Blocks.KvShape.BlockTokens);

    private int PromptEnd => ScoreFrom ?? request.Tokens.Length - request.Resumed;

    /// <summary>Tokens that the next step may compute at most, so that it ends where W is to be measured or restored.</summary>
    public int Limit(int count)
    {
        if (request.ScoreByToken && ScoreFrom <= Table.Length)
        {
            return Math.Min(count, 1);
        }

        if (Routing is null)
        {
            return count;
        }

        // What is attended at once must fit the trained window.
        count = Math.Min(count, Math.Max(1, window - Routing.Options.Budget - Attention.Blocks.KvShape.BlockTokens));
        var end = NextSegmentEnd();
        var left = (former?.Tokens is { } known && known > Table.Length ? Math.Min(known, end) : end) - Table.Length;
        // What is left for the next step is no less than its probes.
        var probes = Math.Max(FewestProbes, Routing.Options.Probes);
        return count >= left ? left : left > probes && left - count < probes ? left - probes : count;
    }

    /// <summary>What a step of so many tokens measures.</summary>
    public MeasuredBlocks MeasuredAfter(int count)
    {
        var end = Table.Length + count;
        return Routing is null || end <= restored ? MeasuredBlocks.None
            : end == PromptEnd ? MeasuredBlocks.All
            : end < PromptEnd && count >= FewestProbes ? MeasuredBlocks.AllOfChunk
            : end == Count && EndsAnswer ? MeasuredBlocks.HeaviestForNext
            : end > PromptEnd && end == NextSegmentEnd() ? (SegmentTokens == 1 ? MeasuredBlocks.All : MeasuredBlocks.AllForNext)
            : MeasuredBlocks.None;
    }

    /// <summary>Keeps the last token until it is computed; false when nothing is measured and it can be told at once.</summary>
    public bool Close(in SampledToken last)
    {
        Closing = Routing is null ? null : last;
        return Routing is not null;
    }

    /// <summary>Takes up W_{t-1} once the tokens that it is of are here, found or computed again.</summary>
    public void RestoreWeights()
    {
        if (Routing is not null && former is not null && Table.Length / Attention.Blocks.KvShape.BlockTokens >= former.Tokens / Attention.Blocks.KvShape.BlockTokens)
        {
            Routing.Restore(former);
            (restored, takenUp, former) = (former.Tokens, former, null);
        }
    }

    /// <summary>W so far becomes W_{t-1}: what is computed again is not measured into it twice.</summary>
    private void KeepWeights()
    {
        if (Routing is not null && Table.Length > 0)
        {
            former ??= Now();
        }
    }

    /// <summary>W as it stands: what was taken up, while nothing beyond that was measured to the end.</summary>
    private BlockWeights? Now() => Table.Length <= Math.Max(restored, PromptEnd - 1) ? takenUp : Routing!.Take(Table.Length);

    private int NextSegmentEnd()
    {
        if (Table.Length < PromptEnd)
        {
            return PromptEnd;
        }

        var next = PromptEnd + (((Table.Length - PromptEnd) / SegmentTokens) + 1) * SegmentTokens;
        return EndsAnswer ? Math.Min(next, Count) : next;
    }

    private void TakeWeights()
    {
        if (Weights is null && Cached >= 0)
        {
            // Cut off before W_{t-1} could be taken up: that is still W.
            Weights = former ?? (Routing is null ? null : Now());
        }
    }
}
