using System.Runtime.CompilerServices;
using ReasoningGrains.Attention.Blocks;
using ReasoningGrains.Attention.Kernels;
using ReasoningGrains.Attention.Routing;

namespace ReasoningGrains.Attention;

public sealed unsafe partial class PagedAttention
{
    private int PlanDecode(int segment, int head, int partial)
    {
        var (first, entries) = (partial, Entries(segments[segment]));
        // With a bias the local window is merged by itself.
        var local = LocalFrom(segments[segment]);
        for (var from = 0; from < entries;)
        {
            var to = Math.Min(entries, from + SpanBlocks);
            to = from < local && local < to ? local : to;
            units.Add(new Unit(segment, head, from, to - from, partial++, rows.Count, first));
            from = to;
        }

        rows.Add(partial - first);
        return partial;
    }

    private int PlanPrefill(int segment, int head, int partial)
    {
        var tile = Math.Max(1, TileRows / shape.Group);
        var tokens = segments[segment].Tokens;
        for (var from = 0; from < tokens; from += tile)
        {
            units.Add(new Unit(segment, head, from, Math.Min(tile, tokens - from), partial, Row: -1, partial));
        }

        return partial;
    }

    private void AttendUnit(in Unit unit)
    {
        if (segments[unit.Segment].Tokens == 1)
        {
            Decode(unit);
            if (rows.EndsGroup(unit.Row))
            {
                Join(unit);
            }
        }
        else
        {
            Prefill(unit);
        }
    }

    /// <summary>The part of a span that its head attends.</summary>
    private void Decode(in Unit unit)
    {
        var free = Math.Max(0, FirstEntry(segments[unit.Segment], unit.Head) - unit.From);
        if (free < unit.Count)
        {
            DecodeSpan(unit with { From = unit.From + free, Count = unit.Count - free });
        }
        else
        {
            SpanMerge.Clear(partials + (unit.Partial * PartialSize), shape.Group, shape.HeadDim);
        }
    }

    [SkipLocalsInit]
    private void DecodeSpan(in Unit unit)
    {
        var segment = segments[unit.Segment];
        var queries = stackalloc float[shape.Group * shape.HeadDim];
        LoadQueries(qkv + ((long)segment.Row * Width), unit.Head, segment.Position % KvShape.BlockTokens, 0, queries);
        var negligible = Negligible(segment);
        var entries = stackalloc int[unit.Count];
        var count = ListEntries(unit, negligible, entries);
        var heads = stackalloc nint[count];
        var distances = stackalloc int[count];
        var cold = ListBlocks(unit, entries, count, heads, distances);
        var last = unit.From + unit.Count == Entries(segment);
        var tokens = last ? ((count - 1) * KvShape.BlockTokens) + (segment.Position % KvShape.BlockTokens) + 1 : count * KvShape.BlockTokens;
        var bias = unit.From >= LocalFrom(segment) ? segment.Routing?.Options.LocalBias ?? 0 : 0;
        var first = negligible > 0 ? First(unit) : default;
        var attended = kernels.Decode(queries, new BlockSpan(heads, distances, count, tokens, cold, bias, negligible, first), partials + (unit.Partial * PartialSize));
        if (negligible > 0)
        {
            var resting = segment.Routing!.Resting(layer, unit.Head);
            for (var i = 0; i < count; i++)
            {
                resting.Note(entries[i], isNegligible: (attended >> i & 1) == 0);
            }
        }
    }

    /// <summary>Lists those entries of a decode span that do not rest, in the order of age: the first of it, for what became of the one before it is known in another span only, and the token's own block are among them.</summary>
    /// <param name="unit">The span.</param>
    /// <param name="negligible">Where it is 0 none rests.</param>
    /// <param name="entries">[count], out.</param>
    /// <returns>How many.</returns>
    private int ListEntries(in Unit unit, float negligible, int* entries)
    {
        var segment = segments[unit.Segment];
        var resting = negligible > 0 ? segment.Routing!.Resting(layer, unit.Head) : default;
        var count = 0;
        for (var entry = unit.From; entry < unit.From + unit.Count; entry++)
        {
            if (entry == unit.From || !resting.Rests(entry, segment.Position))
            {
                entries[count++] = entry;
            }
        }

        return count;
    }

    /// <summary>Lists the blocks of a decode span's entries, cold ones first, the others behind them, each in the order of age.</summary>
    /// <param name="unit">The span.</param>
    /// <param name="entries">[count]: in the order of age, then in that of the blocks.</param>
    /// <param name="count">How many.</param>
    /// <param name="heads">[count], out: address of the head in each block.</param>
    /// <param name="distances">[count], out: how many blocks before the token's own each one is.</param>
    /// <returns>How many are cold.</returns>
    [SkipLocalsInit]
    private int ListBlocks(in Unit unit, int* entries, int count, nint* heads, int* distances)
    {
        var segment = segments[unit.Segment];
        var (last, compact) = (Entries(segment) - 1, IsCompact(segment));
        var copy = copyOfSegment[unit.Segment] is { } copied ? copied.Of(layer, unit.Head) : default;
        var active = segment.Routing is { } routing ? routing.Active(layer, unit.Head) : [];
        var own = (segment.Routing?.Frontier ?? 0) - active.Length;
        var hotHeads = stackalloc nint[count];
        var hotDistances = stackalloc int[count];
        var hotEntries = stackalloc int[count];
        var (cold, hot) = (0, 0);
        for (var i = 0; i < count; i++)
        {
            var entry = entries[i];
            var block = entry < active.Length ? active[entry] : own + entry;
            var (address, isCold) = Place(segment, unit.Head, entry, block, copy);
            var distance = compact ? last - entry : segment.LastBlock - block;
            if (isCold)
            {
                (heads[cold], distances[cold], entries[cold++]) = (address, distance, entry);
            }
            else
            {
                (hotHeads[hot], hotDistances[hot], hotEntries[hot++]) = (address, distance, entry);
            }
        }

        for (var i = 0; i < hot; i++)
        {
            (heads[cold + i], distances[cold + i], entries[cold + i]) = (hotHeads[i], hotDistances[i], hotEntries[i]);
        }

        return cold;
    }

    /// <summary>The row's first block, for a span that is without it.</summary>
    private FirstBlock First(in Unit unit)
    {
        var segment = segments[unit.Segment];
        var entry = FirstEntry(segment, unit.Head);
        if (unit.From <= entry)
        {
            return default;
        }

        var block = Block(segment, unit.Head, entry);
        var distance = IsCompact(segment) ? Entries(segment) - 1 - entry : segment.LastBlock - block;
        // Where it lies: its copy may be made by the first span at this moment.
        return new FirstBlock(Head(segment, unit.Head, block), distance, segment.Table.IsCold(block));
    }

    /// <summary>Where an entry of a decode span is to be read, and whether it is cold there: its block, or the copy of it.</summary>
    private (nint Address, bool IsCold) Place(in Segment segment, int head, int entry, int block, CopiedHead copy)
    {
        var isActive = entry < copy.Count;
        if (isActive && copy.Find(entry) is { } found)
        {
            return found;
        }

        var (address, isCold) = (Head(segment, head, block), segment.Table.IsCold(block));
        // What several sequences attend is in the cache already.
        return isActive && !segment.Table.IsShared(block) ? copy.Attend(entry, address, isCold) : (address, isCold);
    }

    [SkipLocalsInit]
    private void Prefill(in Unit unit)
    {
        var segment = segments[unit.Segment];
        var size = shape.Group * shape.HeadDim;
        var queries = stackalloc float[unit.Count * size];
        var sums = stackalloc float[unit.Count * size];
        var first = FirstEntry(segment, unit.Head);
        var count = Entries(segment) - first;
        var heads = stackalloc nint[count];
        var cold = stackalloc bool[count];
        var numbers = stackalloc int[count];
        var bases = stackalloc int[count];
        var compact = IsCompact(segment);
        for (var i = 0; i < count; i++)
        {
            numbers[i] = Block(segment, unit.Head, first + i);
            bases[i] = compact ? i : numbers[i];
            (heads[i], cold[i]) = (Head(segment, unit.Head, numbers[i]), segment.Table.IsCold(numbers[i]));
        }

        var position = segment.Position + unit.From;
        for (var i = 0; i < unit.Count; i++)
        {
            var block = (position + i) / KvShape.BlockTokens;
            // The last entries are the segment's own blocks, one after another.
            var place = compact ? count - 1 - (segment.LastBlock - block) : block;
            LoadQueries(qkv + ((long)(segment.Row + unit.From + i) * Width), unit.Head, (position + i) % KvShape.BlockTokens, place, queries + (i * size));
        }

        kernels.Prefill(queries, unit.Count, position, new BlockList(heads, cold, numbers, bases, count, LocalFrom(segment) - first, segment.Routing?.Options.LocalBias ?? 0, Negligible(segment)), sums);
        for (var i = 0; i < unit.Count; i++)
        {
            new Span<float>(sums + (i * size), size).CopyTo(Output(segment.Row + unit.From + i, unit.Head));
        }
    }

    /// <summary>Joins the spans of a decode row by their log-sum-exp.</summary>
    private void Join(in Unit unit)
        => SpanMerge.Join(partials + (unit.FirstPartial * PartialSize), rows.Units(unit.Row), shape.Group, shape.HeadDim, Output(segments[unit.Segment].Row, unit.Head));

    /// <param name="Segment">Index of the segment.</param>
    /// <param name="Head">Key/value head.</param>
    /// <param name="From">First entry of a decode span, or first token of a prefill tile.</param>
    /// <param name="Count">Entries or tokens.</param>
    /// <param name="Partial">Index of a decode span's partial result.</param>
    /// <param name="Row">Group of the spans of the head's decode row.</param>
    /// <param name="FirstPartial">The partial result of the first of them.</param>
    private readonly record struct Unit(int Segment, int Head, int From, int Count, int Partial, int Row, int FirstPartial);
}
