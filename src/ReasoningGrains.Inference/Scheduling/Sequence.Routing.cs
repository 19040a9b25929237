using ReasoningGrains.Attention.Routing;

namespace ReasoningGrains.Inference.Scheduling;

/// <summary>When W is measured: after each segment, that is a chunk of the prompt, the prompt's end, and every so many generated tokens.</summary>
internal sealed partial class Sequence
{
    /// <summary>A chunk of fewer tokens is no segment of its own.</summary>
    private const int FewestProbes = 16;

    private BlockWeights? former = request.Weights;

    private int PromptEnd => ScoreFrom ?? request.Tokens.Length - request.Resumed;

    /// <summary>Tokens that the next step may compute at most, so that it ends where W is to be measured or restored.</summary>
    public int Limit(int count)
    {
        if (Routing is null)
        {
            return count;
        }

        // What is attended at once must fit the trained window.
        count = Math.Min(count, Math.Max(1, window - Routing.Options.Budget));
        return Math.Min(count, former?.Tokens is { } restored && restored > Table.Length ? Math.Min(restored, NextSegmentEnd()) - Table.Length : NextSegmentEnd() - Table.Length);
    }

    public bool MeasuresAfter(int count)
        => Routing is not null && (Table.Length + count == NextSegmentEnd() || (count >= FewestProbes && Table.Length + count < PromptEnd));

    /// <summary>Takes up W_{t-1} once the tokens that it is of are here, found or computed again.</summary>
    public void RestoreWeights()
    {
        if (Routing is not null && former is not null && Table.Length / Attention.Blocks.KvShape.BlockTokens >= former.Tokens / Attention.Blocks.KvShape.BlockTokens)
        {
            Routing.Restore(former);
            former = null;
        }
    }

    private int NextSegmentEnd()
    {
        if (Table.Length < PromptEnd)
        {
            return PromptEnd;
        }

        var refresh = Routing!.Options.Refresh;
        return PromptEnd + (((Table.Length - PromptEnd) / refresh) + 1) * refresh;
    }

    private void TakeWeights()
    {
        if (Weights is null && Table.Length > 0)
        {
            // Cut off before W_{t-1} could be taken up: that is still W.
            Weights = former ?? Routing?.Take(Table.Length);
        }
    }
}
