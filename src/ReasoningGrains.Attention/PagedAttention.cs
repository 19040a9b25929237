using System.Runtime.InteropServices;
using ReasoningGrains.Attention.Blocks;
using ReasoningGrains.Attention.Kernels;
using ReasoningGrains.Attention.Routing;

namespace ReasoningGrains.Attention;

/// <summary>
/// Attention of one step over the blocks of its sequences, layer by layer. <see cref="Plan"/> cuts the step into units of work once;
/// <see cref="Attend"/> then runs for each layer: append keys and values, search, measure mass and choose the active sets where asked, attend.
/// </summary>
public sealed unsafe partial class PagedAttention : IDisposable
{
    /// <summary>Blocks that one unit of a decode row reads: small enough that two threads share a row, large enough to be worth a hand-over. At most 16, the tokens that <see cref="SixteenBits{TLanes}.MostTerms"/> allows.</summary>
    private const int SpanBlocks = 16;

    /// <summary>Query rows (tokens times group) of a prefill tile.</summary>
    private const int TileRows = 96;

    private readonly KvShape shape;
    private readonly (long Hot, long Cold, long Sketch) headStrides;
    private readonly RotaryTable rotary;
    private readonly IAttentionKernels kernels;
    private readonly int windowBlocks;
    private readonly List<Segment> segments = [];
    private readonly ActiveCopies copies;
    private readonly List<ActiveCopy?> copyOfSegment = [];
    private readonly List<Unit> units = [];
    private readonly Countdowns rows = new();
    private float[] scratch = [];
    private float* partials;
    private int partialCapacity;
    private Phase phase;
    private int layer;
    private float* qkv;
    private float* output;

    /// <param name="shape">Of the blocks.</param>
    /// <param name="rotary">The model's rotary embedding.</param>
    /// <param name="width">Registers to use.</param>
    /// <param name="window">Tokens of the model's trained window: within it blocks keep their positions, beyond it the attended ones are numbered compactly.</param>
    /// <param name="copyBytes">Bytes for copies of the active blocks of sequences that decode; with 0 they are read where they lie.</param>
    /// <param name="moments">Learns what queries look for and how keys differ; null is for blocks that nobody cools.</param>
    public PagedAttention(KvShape shape, RotaryTable rotary, KernelWidth width = KernelWidth.Widest, int window = int.MaxValue, long copyBytes = 0, HeadMoments? moments = null)
    {
        this.shape = shape;
        headStrides = (shape.Offset(0, 1), shape.Cold.Offset(0, 1), shape.Cold.SketchOffset(0, 1));
        this.rotary = rotary;
        windowBlocks = window / KvShape.BlockTokens;
        kernels = KernelChoice.Create(shape, rotary, width);
        copies = new ActiveCopies(shape, copyBytes);
        this.moments = moments;
    }

    private enum Phase
    {
        Search,
        Mass,
        Attention,
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
        copyOfSegment.Clear();
        copies.Begin();
        units.Clear();
        rows.Clear();
        ClearMeasurements();
        Fault = null;
        var partial = 0;
        for (var s = 0; s < segments.Count; s++)
        {
            var segment = segments[s];
            rotary.Reserve(Math.Max(segment.LastBlock, LearnedReach(segment)) + 1);
            Route(s);
            copyOfSegment.Add(IsWorthCopying(segment) ? copies.Of(segment.Routing!) : null);
            for (var head = 0; head < shape.KvHeads; head++)
            {
                partial = segment.Tokens == 1 ? PlanDecode(s, head, partial) : PlanPrefill(s, head, partial);
            }
        }

        Ensure(ref partials, ref partialCapacity, partial * PartialSize);
        EnsureMassMemory();
    }

    /// <summary>Runs one layer.</summary>
    /// <param name="layerIndex">Which.</param>
    /// <param name="packed">[rows, (heads + 2 · kvHeads) · headDim]: queries, keys and values as projected.</param>
    /// <param name="result">[rows, heads · headDim].</param>
    /// <param name="parallel">Whose threads do it.</param>
    public void Attend(int layerIndex, Span<float> packed, Span<float> result, IParallelFor parallel)
    {
        var height = 0;
        foreach (var segment in segments)
        {
            height = Math.Max(height, segment.Row + segment.Tokens);
        }

        ArgumentOutOfRangeException.ThrowIfLessThan(packed.Length, height * Width);
        ArgumentOutOfRangeException.ThrowIfLessThan(result.Length, height * shape.Heads * shape.HeadDim);
        fixed (float* source = packed, destination = result)
        {
            layer = layerIndex;
            qkv = source;
            output = destination;
            Append();
            if (measurements.Count > 0)
            {
                Run(Phase.Search, skimUnits.Count + searches.Count, searches, parallel);
                Run(Phase.Mass, massUnits.Count, masses, parallel);
            }

            Run(Phase.Attention, units.Count, rows, parallel);
        }
    }

    /// <summary>One unit of what <see cref="Attend"/> runs; from any thread.</summary>
    public void RunUnit(int index)
    {
        try
        {
            switch (phase)
            {
                case Phase.Search:
                    Search(index);
                    break;
                case Phase.Mass:
                    Measure(massUnits[index]);
                    break;
                default:
                    AttendUnit(units[index]);
                    break;
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
        NativeMemory.Free(massPartials);
        partials = massPartials = null;
        copies.Dispose();
    }

    private static void Ensure(ref float* memory, ref int capacity, int floats)
    {
        if (capacity < floats)
        {
            memory = (float*)NativeMemory.Realloc(memory, 2 * (nuint)floats * sizeof(float));
            capacity = 2 * floats;
        }
    }

    private void Run(Phase next, int count, Countdowns groups, IParallelFor parallel)
    {
        phase = next;
        groups.Begin();
        if (count > 0)
        {
            parallel.Run(this, count);
        }
    }

    private void Append()
    {
        var (dim, keys, values) = (shape.HeadDim, shape.Heads * shape.HeadDim, (shape.Heads + shape.KvHeads) * shape.HeadDim);
        foreach (var segment in segments)
        {
            for (var i = 0; i < segment.Tokens; i++)
            {
                var position = segment.Position + i;
                var row = qkv + ((long)(segment.Row + i) * Width);
                var block = (byte*)segment.Table.Address(position / KvShape.BlockTokens);
                for (var head = 0; head < shape.KvHeads; head++)
                {
                    kernels.Append(block + shape.Offset(layer, head), position % KvShape.BlockTokens, row + keys + (head * dim), row + values + (head * dim));
                }
            }

            Learn(segment);
            for (var i = Math.Max(0, segment.Tokens - segment.Routing?.Options.Probes ?? segment.Tokens); i < segment.Tokens; i++)
            {
                segment.Routing!.Remember(layer, segment.Position + i, new ReadOnlySpan<float>(qkv + ((long)(segment.Row + i) * Width), keys));
            }
        }
    }

    /// <summary>A group's query heads of one token, scaled by 1/√headDim and rotated by its offset in the block and a number of blocks.</summary>
    /// <param name="source">[heads, headDim] as projected.</param>
    /// <param name="kvHead">Whose group.</param>
    /// <param name="offset">The token's offset in its block.</param>
    /// <param name="block">Block position; 0 rotates by the offset alone.</param>
    /// <param name="destination">[group, headDim].</param>
    private void LoadQueries(float* source, int kvHead, int offset, int block, float* destination)
        => kernels.Rotate(source + (kvHead * shape.Group * shape.HeadDim), shape.Group, offset, block, 1 / MathF.Sqrt(shape.HeadDim), destination);

    /// <summary>Address of a head of this layer in a block of a segment.</summary>
    private nint Head(in Segment segment, int head, int block)
        => segment.Table.Address(block) + (nint)(((layer * shape.KvHeads) + head) * (segment.Table.IsCold(block) ? headStrides.Cold : headStrides.Hot));

    /// <summary>Address of the sketch of a head of this layer in a block of a segment; 0 where the block is not cold.</summary>
    private nint Sketch(in Segment segment, int head, int block)
        => !segment.Table.IsCold(block) ? 0
        : moments is not null ? segment.Table.Sketches(block) + (nint)(((layer * shape.KvHeads) + head) * headStrides.Sketch)
        : throw new InvalidOperationException("A block is cold, and nobody told how its keys are sketched: the pool's moments are to be given to the attention.");

    private Span<float> Output(int row, int kvHead)
        => new(output + ((long)row * shape.Heads * shape.HeadDim) + (kvHead * shape.Group * shape.HeadDim), shape.Group * shape.HeadDim);
}
