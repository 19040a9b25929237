using System.Runtime.CompilerServices;
using ReasoningGrains.Attention.Blocks;
using ReasoningGrains.Attention.Kernels;

namespace ReasoningGrains.Attention;

public sealed unsafe partial class PagedAttention
{
    private int PlanDecode(int segment, int head, int partial)
    {
        var entries = Entries(segments[segment]);
        // With a bias the local window is merged by itself.
        var local = LocalFrom(segments[segment]);
        for (var from = 0; from < entries;)
        {
            var to = Math.Min(entries, from + SpanBlocks);
            to = from < local && local < to ? local : to;
            units.Add(new Unit(segment, head, from, to - from, partial++));
            from = to;
        }

        return partial;
    }

    private int PlanPrefill(int segment, int head, int partial)
    {
        var tile = Math.Max(1, TileRows / shape.Group);
        var tokens = segments[segment].Tokens;
        for (var from = 0; from < tokens; from += tile)
        {
            units.Add(new Unit(segment, head, from, Math.Min(tile, tokens - from), partial));
        }

        return partial;
    }

    private void AttendUnit(in Unit unit)
    {
        if (segments[unit.Segment].Tokens == 1)
        {
            Decode(unit);
        }
        else
        {
            Prefill(unit);
        }
    }

    [SkipLocalsInit]
    private void Decode(in Unit unit)
    {
        var segment = segments[unit.Segment];
        var queries = stackalloc float[shape.Group * shape.HeadDim];
        LoadQueries(qkv + ((long)segment.Row * Width), unit.Head, segment.Position % KvShape.BlockTokens, 0, queries);
        var heads = stackalloc nint[unit.Count];
        var distances = stackalloc int[unit.Count];
        var (entries, compact) = (Entries(segment), IsCompact(segment));
        var addresses = stackalloc nint[unit.Count];
        var isCold = stackalloc bool[unit.Count];
        for (var i = 0; i < unit.Count; i++)
        {
            var block = Block(segment, unit.Head, unit.From + i);
            isCold[i] = segment.Table.IsCold(block);
            addresses[i] = Head(segment, unit.Head, block);
            if (copied[unit.Segment] is { } copy && unit.From + i < segment.Routing!.ActiveBlocks)
            {
                addresses[i] = copy.Read(layer, unit.Head, unit.From + i, addresses[i], ref isCold[i]);
            }
        }

        var (cold, next) = (0, 0);
        for (var tier = 0; tier < 2; tier++)
        {
            for (var i = 0; i < unit.Count; i++)
            {
                if (isCold[i] == (tier == 0))
                {
                    heads[next] = addresses[i];
                    distances[next++] = compact ? entries - 1 - (unit.From + i) : segment.LastBlock - Block(segment, unit.Head, unit.From + i);
                }
            }

            cold = tier == 0 ? next : cold;
        }

        var last = unit.From + unit.Count == entries;
        var tokens = last ? ((unit.Count - 1) * KvShape.BlockTokens) + (segment.Position % KvShape.BlockTokens) + 1 : unit.Count * KvShape.BlockTokens;
        var bias = unit.From >= LocalFrom(segment) ? segment.Routing?.Options.LocalBias ?? 0 : 0;
        kernels.Decode(queries, new BlockSpan(heads, distances, unit.Count, tokens, cold, bias), partials + (unit.Partial * PartialSize));
    }

    [SkipLocalsInit]
    private void Prefill(in Unit unit)
    {
        var segment = segments[unit.Segment];
        var size = shape.Group * shape.HeadDim;
        var queries = stackalloc float[unit.Count * size];
        var sums = stackalloc float[unit.Count * size];
        var count = Entries(segment);
        var heads = stackalloc nint[count];
        var cold = stackalloc bool[count];
        var numbers = stackalloc int[count];
        var bases = stackalloc int[count];
        var compact = IsCompact(segment);
        for (var entry = 0; entry < count; entry++)
        {
            numbers[entry] = Block(segment, unit.Head, entry);
            bases[entry] = compact ? entry : numbers[entry];
            (heads[entry], cold[entry]) = (Head(segment, unit.Head, numbers[entry]), segment.Table.IsCold(numbers[entry]));
        }

        var position = segment.Position + unit.From;
        for (var i = 0; i < unit.Count; i++)
        {
            var block = (position + i) / KvShape.BlockTokens;
            // The last entries are the segment's own blocks, one after another.
            var place = compact ? count - 1 - (segment.LastBlock - block) : block;
            LoadQueries(qkv + ((long)(segment.Row + unit.From + i) * Width), unit.Head, (position + i) % KvShape.BlockTokens, place, queries + (i * size));
        }

        kernels.Prefill(queries, unit.Count, position, new BlockList(heads, cold, numbers, bases, count, LocalFrom(segment), segment.Routing?.Options.LocalBias ?? 0), sums);
        for (var i = 0; i < unit.Count; i++)
        {
            new Span<float>(sums + (i * size), size).CopyTo(Output(segment.Row + unit.From + i, unit.Head));
        }
    }

    /// <summary>Joins the spans of each decode row by their log-sum-exp.</summary>
    private void Merge()
    {
        for (var first = 0; first < units.Count;)
        {
            var unit = units[first];
            var end = first + 1;
            while (end < units.Count && units[end].Segment == unit.Segment && units[end].Head == unit.Head)
            {
                end++;
            }

            if (segments[unit.Segment].Tokens == 1)
            {
                SpanMerge.Join(partials + (unit.Partial * PartialSize), end - first, shape.Group, shape.HeadDim, Output(segments[unit.Segment].Row, unit.Head));
            }

            first = end;
        }
    }

    /// <param name="Segment">Index of the segment.</param>
    /// <param name="Head">Key/value head.</param>
    /// <param name="From">First entry of a decode span, or first token of a prefill tile.</param>
    /// <param name="Count">Entries or tokens.</param>
    /// <param name="Partial">Index of a decode span's partial result.</param>
    private readonly record struct Unit(int Segment, int Head, int From, int Count, int Partial);
}
