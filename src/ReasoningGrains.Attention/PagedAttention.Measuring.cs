using System.Runtime.CompilerServices;
using ReasoningGrains.Attention.Blocks;
using ReasoningGrains.Attention.Kernels;
using ReasoningGrains.Attention.Routing;

namespace ReasoningGrains.Attention;

/// <summary>The mass of the blocks under a segment's probes, measured part by part.</summary>
public sealed unsafe partial class PagedAttention
{
    /// <summary>Latest blocks that are measured whenever all are.</summary>
    private const int NearBlocks = 64;

    /// <summary>
    /// Where only a part of the past is measured every second probe measures for a head that looks for nothing: what one of them looks at its neighbours do too. For one that looks for candidates all do, as what is asked for
    /// may be found by one of them alone (SmolLM2-135M, 38 conversations: with every second of all 1.5 points less is kept of quotes; of ten conversations of 4,000 to 8,000 tokens nothing less where it is so).
    /// </summary>
    private const int Spacing = 2;

    private readonly List<Measurement> measurements = [];
    private readonly List<MassUnit> massUnits = [];
    private readonly Countdowns searches = new();
    private readonly Countdowns masses = new();
    private float* massPartials;
    private int massCapacity;
    private int massFloats;

    private void ClearMeasurements()
    {
        measurements.Clear();
        farSighted.Clear();
        massUnits.Clear();
        skimUnits.Clear();
        searches.Clear();
        masses.Clear();
        massFloats = 0;
    }

    private void PlanMeasurement(int index, SequenceRouting routing)
    {
        var segment = segments[index];
        // A token that is a segment of its own is measured by itself, the last of several by those before it too.
        var probes = segment.Tokens == 1 && !IsForItself(segment) ? routing.Remembered(segment.Position) : Math.Min(segment.Tokens, routing.Options.Probes);
        var far = Math.Max(0, segment.LastBlock + 1 - NearBlocks);
        far = far > Candidates ? far : 0;
        var entries = far > 0 ? Candidates + segment.LastBlock + 1 - far : segment.LastBlock + 1;
        var skimmers = far > 0 && segment.Measure != MeasuredBlocks.HeaviestForNext ? Math.Min(Skimmers, probes) : 0;
        var measurement = new Measurement(index, probes, entries, massFloats, far, skimmers, IAttentionKernels.SkimRow(skimmers * shape.Group));
        var size = (2 * probes * shape.Group * entries) + (measurement.SkimRow * (far + (2 * SkimParts(far)))) + (probes * shape.Group * shape.HeadDim);
        routing.Reserve(segment.LastBlock + 1);
        AddSearch(measurement);
        for (var head = 0; head < shape.KvHeads; head++)
        {
            for (var from = 0; from < entries; from += SpanBlocks)
            {
                massUnits.Add(new MassUnit(measurements.Count, head, from, Math.Min(SpanBlocks, entries - from)));
            }

            masses.Add((entries + SpanBlocks - 1) / SpanBlocks);
        }

        AddFarSighted(segment, far, routing);
        measurements.Add(measurement);
        massFloats += shape.KvHeads * size;
    }

    private void EnsureMassMemory()
    {
        Ensure(ref massPartials, ref massCapacity, massFloats);
        if (candidates.Length < measurements.Count * shape.KvHeads * Candidates)
        {
            candidates = new int[2 * measurements.Count * shape.KvHeads * Candidates];
        }
    }

    private int MeasuredBlock(int measurement, int head, int entry)
    {
        var m = measurements[measurement];
        return m.Far == 0 ? entry
            : entry < Candidates ? CandidatesOf(measurement, head)[entry]
            : m.Far + entry - Candidates;
    }

    /// <summary>A part of a head's blocks is measured; with the last part the head chooses.</summary>
    private void Measure(in MassUnit unit)
    {
        Mass(unit);
        if (masses.EndsGroup((unit.Measurement * shape.KvHeads) + unit.Head))
        {
            Choose(unit.Measurement, unit.Head);
        }
    }

    [SkipLocalsInit]
    private void Mass(in MassUnit unit)
    {
        var measurement = measurements[unit.Measurement];
        var (probes, spacing) = ProbesOf(unit.Measurement, unit.Head);
        var rows = probes * shape.Group;
        var greatest = Masses(measurement, unit.Head) + unit.From;
        if (!IsMeasured(unit))
        {
            for (var row = 0; row < rows; row++)
            {
                new Span<float>(greatest + (row * measurement.Entries), unit.Count).Fill(float.NegativeInfinity);
                new Span<float>(greatest + ((rows + row) * measurement.Entries), unit.Count).Clear();
            }

            return;
        }

        var segment = segments[measurement.Segment];
        var first = segment.Position + segment.Tokens - 1 - ((probes - 1) * spacing);
        var heads = stackalloc nint[unit.Count];
        var cold = stackalloc bool[unit.Count];
        var numbers = stackalloc int[unit.Count];
        var bases = stackalloc int[unit.Count];
        var nearest = Math.Max(0, segment.LastBlock - Reach(segment) + 1);
        for (var i = 0; i < unit.Count; i++)
        {
            numbers[i] = MeasuredBlock(unit.Measurement, unit.Head, unit.From + i);
            bases[i] = Math.Max(nearest, numbers[i]);
            (heads[i], cold[i]) = (Head(segment, unit.Head, numbers[i]), segment.Table.IsCold(numbers[i]));
        }

        kernels.Mass(Probes(measurement, unit.Head), probes, first, spacing, new BlockList(heads, cold, numbers, bases, unit.Count), greatest, greatest + (rows * measurement.Entries), measurement.Entries);
    }

    /// <summary>The queries of a head's probes, once for all units that measure by them.</summary>
    private void LoadProbes(int index, int head)
    {
        var measurement = measurements[index];
        var segment = segments[measurement.Segment];
        var (probes, spacing) = ProbesOf(index, head);
        var position = segment.Position + segment.Tokens - 1 - ((probes - 1) * spacing);
        for (var i = 0; i < probes; i++, position += spacing)
        {
            LoadProbe(segment, position, head, position / KvShape.BlockTokens, Probes(measurement, head) + (i * shape.Group * shape.HeadDim));
        }
    }

    /// <summary>How many tokens probe for a head, the segment's last among them, and how far apart they are.</summary>
    private (int Count, int Spacing) ProbesOf(int measurement, int head)
    {
        var m = measurements[measurement];
        // What a small model's heads look for changes with each token.
        return m.IsWhole || IsSearched(measurement, head) || segments[m.Segment].Routing!.Options.EachToken ? (m.Probes, 1) : ((m.Probes + Spacing - 1) / Spacing, Spacing);
    }

    /// <summary>What the probes of a head saw: [2, probes · group, entries].</summary>
    private float* Masses(in Measurement measurement, int head)
        => massPartials + measurement.Partials + (head * 2 * measurement.Probes * shape.Group * measurement.Entries);

    /// <summary>[probes, group, headDim].</summary>
    private float* Probes(in Measurement measurement, int head)
        => Skimmed(measurement, shape.KvHeads) + (head * measurement.Probes * shape.Group * shape.HeadDim);

    /// <summary>
    /// Blocks that a probe is at most away from what it measures. Beyond the window they are as far as the active set will stand:
    /// at the window's very end small models find nothing (the built-in one at 2,000 tokens: 69 % right so, 92 % as far as its active set; 48 cases).
    /// </summary>
    private int Reach(in Segment segment) => !IsBeyondWindow(segment) ? windowBlocks : segment.Routing!.Options.BudgetBlocks;

    private void LoadProbe(in Segment segment, int position, int head, int block, float* destination)
    {
        var offset = position % KvShape.BlockTokens;
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

    /// <param name="Segment">Index of the segment.</param>
    /// <param name="Probes">Its last tokens that probe, fewer of them for a head that looks for nothing.</param>
    /// <param name="Entries">Blocks that are measured.</param>
    /// <param name="Partials">Where in the mass memory its partial results are: [kvHeads, 2, probes · group, entries], then for each head what was skimmed, [far, skimRow] and [parts, 2, skimRow], then for each the probes' queries.</param>
    /// <param name="Far">Blocks of which only candidates are measured; 0 when the past is short.</param>
    /// <param name="Skimmers">Probes that look for candidates, in heads that are far-sighted.</param>
    /// <param name="SkimRow">Floats that a skimmed block takes: whole registers.</param>
    private readonly record struct Measurement(int Segment, int Probes, int Entries, int Partials, int Far, int Skimmers, int SkimRow)
    {
        /// <summary>All blocks are measured.</summary>
        public bool IsWhole => Far == 0;
    }

    /// <param name="Measurement">Index of the measurement.</param>
    /// <param name="Head">Key/value head.</param>
    /// <param name="From">First entry.</param>
    /// <param name="Count">Entries.</param>
    private readonly record struct MassUnit(int Measurement, int Head, int From, int Count);
}
