using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using ReasoningGrains.Attention.Blocks;
using ReasoningGrains.Attention.Kernels;

namespace ReasoningGrains.Attention;

/// <summary>
/// Attention of one step over the blocks of its sequences, layer by layer. <see cref="Plan"/> cuts the step into units of work once;
/// <see cref="Attend"/> then runs for each layer: append keys and values, attend, merge.
/// </summary>
public sealed unsafe class PagedAttention : IDisposable
{
    /// <summary>Blocks that one unit of a decode row reads: small enough that two threads share a row, large enough to be worth a hand-over.</summary>
    private const int SpanBlocks = 16;

    /// <summary>Query rows (tokens times group) of a prefill tile.</summary>
    private const int TileRows = 96;

    private readonly KvShape shape;
    private readonly RotaryTable rotary;
    private readonly IAttentionKernels kernels;
    private readonly List<Segment> segments = [];
    private readonly List<Unit> units = [];
    private nint[] addresses = [];
    private int[] firstAddress = [];
    private float* partials;
    private int partialCapacity;
    private int layer;
    private float* qkv;
    private float* output;

    public PagedAttention(KvShape shape, RotaryTable rotary, KernelWidth width = KernelWidth.Widest)
    {
        this.shape = shape;
        this.rotary = rotary;
        kernels = KernelChoice.Create(shape, rotary, width);
    }

    /// <summary>What a unit threw, if one did; the step's results are then worthless.</summary>
    public Exception? Fault { get; private set; }

    private int Width => (shape.Heads + (2 * shape.KvHeads)) * shape.HeadDim;

    private int PartialSize => shape.Group * (shape.HeadDim + 2);

    /// <summary>Takes the segments of the next step.</summary>
    public void Plan(ReadOnlySpan<Segment> step)
    {
        segments.Clear();
        segments.AddRange(step);
        units.Clear();
        Fault = null;
        var blocks = 0;
        var partial = 0;
        EnsureAddresses(step);
        for (var s = 0; s < segments.Count; s++)
        {
            var segment = segments[s];
            firstAddress[s] = blocks;
            var reach = Blocks(segment.Position + segment.Tokens);
            rotary.Reserve(reach);
            for (var b = 0; b < reach; b++)
            {
                addresses[blocks++] = segment.Table.Address(b);
            }

            for (var head = 0; head < shape.KvHeads; head++)
            {
                partial = segment.Tokens == 1 ? PlanDecode(s, head, reach, partial) : PlanPrefill(s, head, partial);
            }
        }

        EnsurePartials(partial);
    }

    /// <summary>Runs one layer.</summary>
    /// <param name="layerIndex">Which.</param>
    /// <param name="packed">[rows, (heads + 2 · kvHeads) · headDim]: queries, keys and values as projected.</param>
    /// <param name="result">[rows, heads · headDim].</param>
    /// <param name="parallel">Whose threads do it.</param>
    public void Attend(int layerIndex, Span<float> packed, Span<float> result, IParallelFor parallel)
    {
        var rows = 0;
        foreach (var segment in segments)
        {
            rows = Math.Max(rows, segment.Row + segment.Tokens);
        }

        ArgumentOutOfRangeException.ThrowIfLessThan(packed.Length, rows * Width);
        ArgumentOutOfRangeException.ThrowIfLessThan(result.Length, rows * shape.Heads * shape.HeadDim);
        fixed (float* source = packed, destination = result)
        {
            layer = layerIndex;
            qkv = source;
            output = destination;
            Append();
            parallel.Run(this, units.Count);
            Merge();
        }
    }

    /// <summary>One unit of the layer that <see cref="Attend"/> runs; from any thread.</summary>
    public void RunUnit(int index)
    {
        try
        {
            var unit = units[index];
            if (segments[unit.Segment].Tokens == 1)
            {
                Decode(unit);
            }
            else
            {
                Prefill(unit);
            }
        }
        catch (Exception e)
        {
            // Called from native threads, which an exception must not cross.
            Fault = e;
        }
    }

    public void Dispose()
    {
        NativeMemory.Free(partials);
        partials = null;
    }

    private static int Blocks(int tokens) => (tokens + KvShape.BlockTokens - 1) / KvShape.BlockTokens;

    private int PlanDecode(int segment, int head, int reach, int partial)
    {
        for (var from = 0; from < reach; from += SpanBlocks)
        {
            units.Add(new Unit(segment, head, from, Math.Min(SpanBlocks, reach - from), partial++));
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

    private void Append()
    {
        var (dim, keys, values) = (shape.HeadDim, shape.Heads * shape.HeadDim, (shape.Heads + shape.KvHeads) * shape.HeadDim);
        for (var s = 0; s < segments.Count; s++)
        {
            var segment = segments[s];
            for (var i = 0; i < segment.Tokens; i++)
            {
                var position = segment.Position + i;
                var row = qkv + ((long)(segment.Row + i) * Width);
                var block = addresses[firstAddress[s] + (position / KvShape.BlockTokens)];
                for (var head = 0; head < shape.KvHeads; head++)
                {
                    kernels.Append((byte*)block + shape.Offset(layer, head), position % KvShape.BlockTokens, row + keys + (head * dim), row + values + (head * dim));
                }
            }
        }
    }

    [SkipLocalsInit]
    private void Decode(in Unit unit)
    {
        var segment = segments[unit.Segment];
        var queries = stackalloc float[shape.Group * shape.HeadDim];
        LoadQueries(segment.Row, segment.Position, unit.Head, queries, byPosition: false);
        var heads = stackalloc nint[unit.Count];
        for (var b = 0; b < unit.Count; b++)
        {
            heads[b] = addresses[firstAddress[unit.Segment] + unit.From + b] + (nint)shape.Offset(layer, unit.Head);
        }

        var tokens = Math.Min(unit.Count * KvShape.BlockTokens, segment.Position + 1 - (unit.From * KvShape.BlockTokens));
        var distance = (segment.Position / KvShape.BlockTokens) - unit.From;
        kernels.Decode(queries, new BlockSpan((nint)heads, unit.Count, tokens, distance), partials + (unit.Partial * PartialSize));
    }

    [SkipLocalsInit]
    private void Prefill(in Unit unit)
    {
        var segment = segments[unit.Segment];
        var size = shape.Group * shape.HeadDim;
        var queries = stackalloc float[unit.Count * size];
        var sums = stackalloc float[unit.Count * size];
        var position = segment.Position + unit.From;
        for (var i = 0; i < unit.Count; i++)
        {
            LoadQueries(segment.Row + unit.From + i, position + i, unit.Head, queries + (i * size), byPosition: true);
        }

        Span<nint> heads = stackalloc nint[Blocks(position + unit.Count)];
        for (var b = 0; b < heads.Length; b++)
        {
            heads[b] = addresses[firstAddress[unit.Segment] + b] + (nint)shape.Offset(layer, unit.Head);
        }

        kernels.Prefill(queries, unit.Count, position, heads, sums);
        for (var i = 0; i < unit.Count; i++)
        {
            new Span<float>(sums + (i * size), size).CopyTo(Output(segment.Row + unit.From + i, unit.Head));
        }
    }

    /// <summary>A group's query heads of one row, scaled by 1/√headDim and rotated by the offset in the block, or by the whole position.</summary>
    private void LoadQueries(int row, int position, int kvHead, float* destination, bool byPosition)
    {
        var (dim, pairs) = (shape.HeadDim, rotary.Pairs);
        var source = qkv + ((long)row * Width) + (kvHead * shape.Group * dim);
        var (offset, block) = (position % KvShape.BlockTokens, position / KvShape.BlockTokens);
        var scale = 1 / MathF.Sqrt(dim);
        for (var g = 0; g < shape.Group; g++)
        {
            for (var i = 0; i < pairs; i++)
            {
                var (cos, sin) = (rotary.OffsetCosines[(offset * pairs) + i], rotary.OffsetSines[(offset * pairs) + i]);
                if (byPosition)
                {
                    var (c, s) = (rotary.BlockCosines[(block * pairs) + i], rotary.BlockSines[(block * pairs) + i]);
                    (cos, sin) = ((cos * c) - (sin * s), (sin * c) + (cos * s));
                }

                var (x, y) = (source[(g * dim) + i] * scale, source[(g * dim) + i + pairs] * scale);
                destination[(g * dim) + i] = (x * cos) - (y * sin);
                destination[(g * dim) + i + pairs] = (y * cos) + (x * sin);
            }
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

    private Span<float> Output(int row, int kvHead)
        => new(output + ((long)row * shape.Heads * shape.HeadDim) + (kvHead * shape.Group * shape.HeadDim), shape.Group * shape.HeadDim);

    private void EnsureAddresses(ReadOnlySpan<Segment> step)
    {
        var total = 0;
        foreach (var segment in step)
        {
            total += Blocks(segment.Position + segment.Tokens);
        }

        if (addresses.Length < total)
        {
            addresses = new nint[2 * total];
        }

        if (firstAddress.Length < step.Length)
        {
            firstAddress = new int[2 * step.Length];
        }
    }

    private void EnsurePartials(int count)
    {
        if (partialCapacity < count)
        {
            partialCapacity = 2 * count;
            partials = (float*)NativeMemory.Realloc(partials, (nuint)partialCapacity * (nuint)PartialSize * sizeof(float));
        }
    }

    /// <param name="Segment">Index of the segment.</param>
    /// <param name="Head">Key/value head.</param>
    /// <param name="From">First block of a decode span, or first token of a prefill tile.</param>
    /// <param name="Count">Blocks or tokens.</param>
    /// <param name="Partial">Index of a decode span's partial result.</param>
    private readonly record struct Unit(int Segment, int Head, int From, int Count, int Partial);
}
