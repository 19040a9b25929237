using System.Numerics.Tensors;
using System.Runtime.CompilerServices;
using ReasoningGrains.Attention.Blocks;
using ReasoningGrains.Attention.Kernels;
using ReasoningGrains.Attention.Routing;

namespace ReasoningGrains.Attention;

/// <summary>Which blocks a segment attends, and the measurement that decides it.</summary>
public sealed unsafe partial class PagedAttention
{
    /// <summary>Blocks of a prompt that are attended beside the active set before the set is chosen anew.</summary>
    private const int MostOwnBlocks = 32;

    private readonly List<Measurement> measurements = [];
    private readonly List<MassUnit> massUnits = [];
    private float* massPartials;
    private int massCapacity;
    private int massFloats;

    private static int Entries(in Segment segment) => segment.Routing?.Entries(segment.LastBlock) ?? segment.LastBlock + 1;

    private int Block(in Segment segment, int head, int entry) => segment.Routing?.Block(layer, head, entry) ?? entry;

    /// <summary>Beyond the trained window the attended blocks stand side by side.</summary>
    private bool IsCompact(in Segment segment) => segment.Routing is { ActiveBlocks: > 0 } && segment.LastBlock >= windowBlocks;

    private static int LocalFrom(in Segment segment) => segment.Routing switch
    {
        null or { Options.LocalBias: 0 } => 0,
        { ActiveBlocks: > 0 } routing => routing.ActiveBlocks - routing.Options.LocalBlocks,
        var routing => Math.Max(0, (segment.Position / KvShape.BlockTokens) - routing.Options.LocalBlocks),
    };

    private void ClearMeasurements()
    {
        measurements.Clear();
        massUnits.Clear();
        massFloats = 0;
    }

    /// <summary>Moves the frontier to the segment where that is due, and plans the measurement or the choice that follows.</summary>
    private void Route(int index)
    {
        var segment = segments[index];
        if (segment.Routing is not { } routing)
        {
            return;
        }

        var own = segment.Position / KvShape.BlockTokens;
        if (segment.Measure != MeasuredBlocks.None)
        {
            PlanMeasurement(index, routing);
            routing.Advance(own);
        }
        else if (own < routing.Frontier || own - routing.Frontier > MostOwn(segment, routing))
        {
            routing.Advance(own);
            if (scratch.Length < routing.Frontier)
            {
                scratch = new float[2 * routing.Frontier];
            }

            routing.SelectAll(scratch);
        }
    }

    /// <summary>A long prompt keeps its own blocks until its end; decoding goes back to the budget.</summary>
    private static int MostOwn(in Segment segment, SequenceRouting routing)
        => segment.Tokens > 1 ? MostOwnBlocks
        : routing.ActiveBlocks == 0 ? routing.Options.BudgetBlocks
        : (routing.Options.Refresh / KvShape.BlockTokens) + 1;

    private void PlanMeasurement(int index, SequenceRouting routing)
    {
        var segment = segments[index];
        var all = segment.Measure == MeasuredBlocks.All;
        var probes = segment.Tokens == 1 ? routing.Remembered(segment.Position) : Math.Min(segment.Tokens, routing.Options.Probes);
        var entries = all ? segment.LastBlock + 1 : routing.Entries(segment.LastBlock);
        var size = 2 * probes * shape.Group * entries;
        var measurement = new Measurement(index, probes, all ? 0 : routing.ActiveBlocks, all ? 0 : routing.Frontier, entries, massFloats);
        routing.Reserve(segment.LastBlock + 1);
        for (var head = 0; head < shape.KvHeads; head++)
        {
            for (var from = 0; from < entries; from += SpanBlocks)
            {
                massUnits.Add(new MassUnit(measurements.Count, head, from, Math.Min(SpanBlocks, entries - from)));
            }
        }

        measurements.Add(measurement);
        massFloats += shape.KvHeads * size;
    }

    private void EnsureMassMemory() => Ensure(ref massPartials, ref massCapacity, massFloats);

    [SkipLocalsInit]
    private void Mass(in MassUnit unit)
    {
        var measurement = measurements[unit.Measurement];
        var segment = segments[measurement.Segment];
        var first = segment.Position + segment.Tokens - measurement.Probes;
        var size = shape.Group * shape.HeadDim;
        var queries = stackalloc float[measurement.Probes * size];
        for (var i = 0; i < measurement.Probes; i++)
        {
            LoadProbe(segment, first + i, unit.Head, queries + (i * size));
        }

        var heads = stackalloc nint[unit.Count];
        var numbers = stackalloc int[unit.Count];
        var bases = stackalloc int[unit.Count];
        // A query is never further from a key than in the trained window.
        var nearest = Math.Max(0, segment.LastBlock - windowBlocks + 1);
        for (var i = 0; i < unit.Count; i++)
        {
            numbers[i] = measurement.Block(segment.Routing!, layer, unit.Head, unit.From + i);
            bases[i] = Math.Max(nearest, numbers[i]);
            heads[i] = segment.Table.Address(numbers[i]) + (nint)shape.Offset(layer, unit.Head);
        }

        var rows = measurement.Probes * shape.Group;
        var greatest = massPartials + measurement.Partials + (unit.Head * 2 * rows * measurement.Entries) + unit.From;
        kernels.Mass(queries, measurement.Probes, first, new BlockList(heads, numbers, bases, unit.Count), greatest, greatest + (rows * measurement.Entries), measurement.Entries);
    }

    private void LoadProbe(in Segment segment, int position, int head, float* destination)
    {
        var (offset, block) = (position % KvShape.BlockTokens, position / KvShape.BlockTokens);
        if (segment.Tokens > 1)
        {
            LoadQueries(qkv + ((long)(segment.Row + position - segment.Position) * Width), head, offset, block, destination);
            return;
        }

        fixed (float* query = segment.Routing!.Recall(layer, position))
        {
            LoadQueries(query, head, offset, block, destination);
        }
    }

    /// <summary>Turns what the probes saw into the mass of the blocks, updates W by it and chooses the head's active blocks.</summary>
    [SkipLocalsInit]
    private void Choose(in Measurement measurement, int head)
    {
        var routing = segments[measurement.Segment].Routing!;
        Span<int> blocks = stackalloc int[measurement.Entries];
        for (var i = 0; i < blocks.Length; i++)
        {
            blocks[i] = measurement.Block(routing, layer, head, i);
        }

        // The sink is attended whatever its weight: what it takes says nothing of the others.
        var sink = 0;
        while (sink < blocks.Length && blocks[sink] < routing.Options.SinkBlocks)
        {
            sink++;
        }

        Span<float> mass = stackalloc float[measurement.Entries - sink];
        if (MeanMass(measurement, head, sink, mass))
        {
            var weights = routing.Weights(layer, head, segments[measurement.Segment].LastBlock + 1);
            if (measurement.IsWhole)
            {
                Recursion.Update(weights[sink..], mass, routing.Options.Alpha);
            }
            else
            {
                Recursion.Update(weights, blocks[sink..], mass, routing.Options.Alpha);
            }
        }

        Span<float> selection = stackalloc float[routing.Frontier];
        routing.Select(layer, head, selection);
    }

    /// <summary>Mean over the probes' rows of the softmax over blocks; false when no block was visible.</summary>
    private bool MeanMass(in Measurement measurement, int head, int sink, Span<float> mass)
    {
        var (rows, entries) = (measurement.Probes * shape.Group, measurement.Entries);
        var greatest = massPartials + measurement.Partials + (head * 2 * rows * entries);
        mass.Clear();
        if (mass.Length == 0)
        {
            return false;
        }

        for (var row = 0; row < rows; row++)
        {
            var maxima = new Span<float>(greatest + (row * entries) + sink, entries - sink);
            var sums = new Span<float>(greatest + ((rows + row) * entries) + sink, entries - sink);
            TensorPrimitives.Subtract(maxima, TensorPrimitives.Max<float>(maxima), maxima);
            TensorPrimitives.Exp(maxima, maxima);
            TensorPrimitives.Multiply(maxima, sums, maxima);
            TensorPrimitives.MultiplyAdd(maxima, 1 / (TensorPrimitives.Sum<float>(maxima) * rows), mass, mass);
        }

        return float.IsFinite(TensorPrimitives.Sum<float>(mass));
    }

    /// <param name="Segment">Index of the segment.</param>
    /// <param name="Probes">Its last tokens that probe.</param>
    /// <param name="Active">Active blocks that are measured, with all from the frontier on.</param>
    /// <param name="Frontier">First block that is measured whatever its weight.</param>
    /// <param name="Entries">Blocks that are measured.</param>
    /// <param name="Partials">Where in the mass memory its partial results are: [kvHeads, 2, probes · group, entries].</param>
    private readonly record struct Measurement(int Segment, int Probes, int Active, int Frontier, int Entries, int Partials)
    {
        /// <summary>All blocks are measured.</summary>
        public bool IsWhole => Active == 0 && Frontier == 0;

        public int Block(SequenceRouting routing, int layer, int head, int entry) => entry < Active ? routing.ActiveBlock(layer, head, entry) : Frontier + entry - Active;
    }

    /// <param name="Measurement">Index of the measurement.</param>
    /// <param name="Head">Key/value head.</param>
    /// <param name="From">First entry.</param>
    /// <param name="Count">Entries.</param>
    private readonly record struct MassUnit(int Measurement, int Head, int From, int Count);
}
