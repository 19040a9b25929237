using ReasoningGrains.Attention.Blocks;
using ReasoningGrains.Attention.Routing;

namespace ReasoningGrains.Attention;

/// <summary>Which blocks a segment attends.</summary>
public sealed unsafe partial class PagedAttention
{
    /// <summary>Blocks of a prompt that are attended beside the active set before the set is chosen anew.</summary>
    private const int MostOwnBlocks = 32;

    /// <summary>Tokens that attend an active set, for which it is worth a copy.</summary>
    private const int LeastReads = 8;

    private static int Entries(in Segment segment) => segment.Routing?.Entries(segment.LastBlock) ?? segment.LastBlock + 1;

    private int FirstEntry(in Segment segment, int head) => segment.Routing?.FirstEntry(layer, head) ?? 0;

    private int Block(in Segment segment, int head, int entry) => segment.Routing?.Block(layer, head, entry) ?? entry;

    /// <summary>The segment decodes by an active set that many tokens attend.</summary>
    private static bool IsWorthCopying(in Segment segment)
        => segment is { Tokens: 1, Routing: { ActiveBlocks: > 0 } routing } && routing.Options.SegmentTokens(segment.Position / KvShape.BlockTokens) >= LeastReads;

    /// <summary>The segment attends what it measures.</summary>
    private static bool IsForItself(in Segment segment) => segment.Measure is MeasuredBlocks.All or MeasuredBlocks.AllOfChunk;

    private bool IsBeyondWindow(in Segment segment) => segment.LastBlock >= windowBlocks;

    /// <summary>Beyond the trained window the attended blocks stand side by side.</summary>
    private bool IsCompact(in Segment segment) => segment.Routing is { ActiveBlocks: > 0 } && IsBeyondWindow(segment);

    /// <summary>Share of the weight below which a token leaves out a block; 0 as long as all blocks are attended.</summary>
    private static float Negligible(in Segment segment) => segment.Routing is { ActiveBlocks: > 0 } routing ? routing.Options.NegligibleShare : 0;

    private static int LocalFrom(in Segment segment) => segment.Routing switch
    {
        null or { Options.LocalBias: 0 } => 0,
        { ActiveBlocks: > 0 } routing => routing.ActiveBlocks - routing.Options.LocalBlocks,
        var routing => Math.Max(0, (segment.Position / KvShape.BlockTokens) - routing.Options.LocalBlocks),
    };

    /// <summary>Moves the frontier to the segment where that is due, and plans the measurement or the choice that follows.</summary>
    private void Route(int index)
    {
        var segment = segments[index];
        if (segment.Routing is not { } routing)
        {
            return;
        }

        if (segment.Measure != MeasuredBlocks.None)
        {
            routing.BeginMeasurement(ofChunk: segment.Measure == MeasuredBlocks.AllOfChunk);
        }

        var own = segment.Position / KvShape.BlockTokens;
        if (IsForItself(segment))
        {
            PlanMeasurement(index, routing);
            routing.Advance(own);
            return;
        }

        if (routing.IsStale || own < routing.Frontier || own - routing.Frontier > MostOwn(segment, routing))
        {
            routing.Advance(own);
            if (scratch.Length < 2 * routing.Frontier)
            {
                scratch = new float[4 * routing.Frontier];
            }

            routing.SelectAll(scratch);
        }

        if (segment.Measure != MeasuredBlocks.None)
        {
            PlanMeasurement(index, routing);
            routing.IsStale = true;
        }
    }

    /// <summary>
    /// A long prompt keeps its own blocks until its end; decoding goes back to the budget. A short prompt and what is generated before W is measured again stay beside the set that was chosen for the prompt:
    /// to choose anew means to copy all active blocks anew.
    /// With the active set they fit the trained window.
    /// </summary>
    private int MostOwn(in Segment segment, SequenceRouting routing)
    {
        var most = segment.Tokens > 1 ? MostOwnBlocks
            : routing.ActiveBlocks == 0 ? routing.Options.BudgetBlocks
            : (2 * (routing.Options.SegmentTokens(segment.Position / KvShape.BlockTokens) / KvShape.BlockTokens)) + 1;
        return Math.Min(most, Math.Max(1, windowBlocks - routing.Options.BudgetBlocks - (segment.Tokens / KvShape.BlockTokens) - 2));
    }
}
