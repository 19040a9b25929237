using System.Runtime.CompilerServices;
using ReasoningGrains.Attention.Kernels;
using ReasoningGrains.Attention.Routing;

namespace ReasoningGrains.Attention;

/// <summary>
/// Which of the blocks far back are worth measuring: some probes skim the sketches of all of them, and what they find heaviest are the candidates.
/// Near-sighted heads mostly do without, and at the end of an answer all heads do: of them the few are measured that W finds heaviest.
/// </summary>
public sealed unsafe partial class PagedAttention
{
    /// <summary>Blocks further back that are measured.</summary>
    private const int Candidates = 64;

    /// <summary>Probes that skim the blocks further back, among the last tokens of a segment: with half as many a quote can be missed that no other token asks for, twice as many find no more.</summary>
    private const int Skimmers = 8;

    /// <summary>Blocks that a unit skims: many, for it projects its queries first.</summary>
    private const int SkimBlocks = 512;

    /// <summary>Candidates of a head that does not look for them: those of a unit, so that the others need not be measured.</summary>
    private const int KnownCandidates = SpanBlocks;

    /// <summary>
    /// A head is near-sighted when less of its weight than this lies further back: it looks at what was said last, whatever is asked (such heads: arXiv 2410.10819).
    /// With a twentieth 44 of the 90 heads of SmolLM2-135M were in a conversation of 12,000 tokens; with a tenth a quarter less is skimmed, and of ten conversations of 4,000 to 8,000 tokens as much is kept.
    /// </summary>
    private const float FarShare = 0.1f;

    /// <summary>One of about so many segments lets a near-sighted head look further back all the same: it may have changed.</summary>
    private const uint EverySearch = 8;

    private readonly List<MassUnit> skimUnits = [];
    private readonly List<bool> farSighted = [];
    private int[] candidates = [];

    /// <summary>Candidates of a head among the blocks further back.</summary>
    private Span<int> CandidatesOf(int measurement, int head) => candidates.AsSpan(((measurement * shape.KvHeads) + head) * Candidates, Candidates);

    private bool IsFarSighted(int measurement, int head) => farSighted[(((measurement * shape.Layers) + layer) * shape.KvHeads) + head];

    /// <summary>Whether a head looks for candidates.</summary>
    private bool IsSearched(int measurement, int head) => measurements[measurement].Skimmers > 0 && IsFarSighted(measurement, head);

    /// <summary>Whether a unit of the mass has blocks: of a head that does not look for candidates few of the blocks further back are measured.</summary>
    private bool IsMeasured(in MassUnit unit)
        => measurements[unit.Measurement].Far == 0 || unit.From is < KnownCandidates or >= Candidates || IsSearched(unit.Measurement, unit.Head);

    /// <summary>The units that look for candidates.</summary>
    private void AddSearch(in Measurement measurement)
    {
        var far = measurement.Skimmers > 0 ? measurement.Far : 0;
        for (var head = 0; head < shape.KvHeads; head++)
        {
            for (var from = 0; from < far; from += SkimBlocks)
            {
                skimUnits.Add(new MassUnit(measurements.Count, head, from, Math.Min(SkimBlocks, far - from)));
            }

            // One loads the probes.
            searches.Add(SkimParts(far) + 1);
        }
    }

    /// <summary>A part of the blocks further back is skimmed, or a head's probes are loaded; with the last of it the candidates are listed.</summary>
    private void Search(int index)
    {
        var head = index - skimUnits.Count;
        if (head >= 0)
        {
            LoadProbes(head / shape.KvHeads, head % shape.KvHeads);
        }
        else
        {
            var unit = skimUnits[index];
            Skim(unit);
            head = (unit.Measurement * shape.KvHeads) + unit.Head;
        }

        if (searches.EndsGroup(head))
        {
            Shortlist(head / shape.KvHeads, head % shape.KvHeads);
        }
    }

    /// <summary>Decides of each head whether it is far-sighted in this measurement.</summary>
    private void AddFarSighted(in Segment segment, int far, SequenceRouting routing)
    {
        // What a small model's heads look for changes with each token.
        var all = far == 0 || routing.Options.EachToken;
        var chance = Mixed((uint)(segment.Position + segment.Tokens));
        for (var i = 0; i < shape.Layers * shape.KvHeads; i++)
        {
            farSighted.Add(all || (chance + (uint)i) % EverySearch == 0 || routing.ShareBefore(i / shape.KvHeads, i % shape.KvHeads, far) >= FarShare);
        }
    }

    /// <summary>Bits that depend on all of a number's, so that segments of any length take turns (Wellons' lowbias32).</summary>
    private static uint Mixed(uint number)
    {
        number = (number ^ (number >> 16)) * 0x7feb352d;
        number = (number ^ (number >> 15)) * 0x846ca68b;
        return number ^ (number >> 16);
    }

    /// <summary>Some probes skim blocks further back.</summary>
    [SkipLocalsInit]
    private void Skim(in MassUnit unit)
    {
        if (!IsFarSighted(unit.Measurement, unit.Head))
        {
            return;
        }

        var measurement = measurements[unit.Measurement];
        var segment = segments[measurement.Segment];
        var queries = stackalloc float[measurement.Skimmers * shape.Group * shape.HeadDim];
        LoadSkimmers(measurement, unit.Head, queries);
        var heads = stackalloc nint[unit.Count];
        var sketches = stackalloc nint[unit.Count];
        for (var i = 0; i < unit.Count; i++)
        {
            (heads[i], sketches[i]) = (Head(segment, unit.Head, unit.From + i), Sketch(segment, unit.Head, unit.From + i));
        }

        var rows = measurement.Skimmers * shape.Group;
        var skimmed = Skimmed(measurement, unit.Head) + (unit.From * measurement.SkimRow);
        kernels.Skim(queries, rows, heads, sketches, unit.Count, skimmed, moments?.Sketch(layer, unit.Head));
        kernels.WeighSkimmed(skimmed, rows, unit.Count, SkimmedParts(measurement, unit.Head) + (unit.From / SkimBlocks * 2 * measurement.SkimRow));
    }

    /// <summary>The candidates: of the blocks further back those that the skimmers find heaviest; of a head that does not look for them the few that W does.</summary>
    [SkipLocalsInit]
    private void Shortlist(int index, int head)
    {
        var measurement = measurements[index];
        var segment = segments[measurement.Segment];
        segment.Routing!.Return(layer, head);
        if (measurement.Far == 0)
        {
            return;
        }

        Span<float> selection = stackalloc float[measurement.Far];
        var listed = CandidatesOf(index, head);
        if (!IsSearched(index, head))
        {
            HeaviestBlocks.Pick(segment.Routing.Weights(layer, head, measurement.Far), 0, listed[..KnownCandidates], selection);
            listed[KnownCandidates..].Fill(listed[KnownCandidates - 1]);
            return;
        }

        var weights = stackalloc float[measurement.Far];
        kernels.MeanOfSkimmed(Skimmed(measurement, head), SkimmedParts(measurement, head), measurement.Skimmers * shape.Group, measurement.Far, SkimBlocks, weights);
        HeaviestBlocks.Pick(new Span<float>(weights, measurement.Far), 0, listed, selection);
    }

    /// <summary>The skimmers' queries, each as if what is further back were as far away as the nearest of it.</summary>
    /// <param name="measurement">Whose.</param>
    /// <param name="head">Key/value head.</param>
    /// <param name="destination">[skimmers, group, headDim].</param>
    private void LoadSkimmers(in Measurement measurement, int head, float* destination)
    {
        var segment = segments[measurement.Segment];
        var last = segment.Position + segment.Tokens - 1;
        var spacing = Math.Min(16, measurement.Probes) / measurement.Skimmers;
        for (var i = 0; i < measurement.Skimmers; i++)
        {
            LoadProbe(segment, last - (i * spacing), head, Math.Min(NearBlocks, Reach(segment) - 1), destination + (i * shape.Group * shape.HeadDim));
        }
    }

    /// <summary>[far, skimRow].</summary>
    private float* Skimmed(in Measurement measurement, int head)
        => massPartials + measurement.Partials + (shape.KvHeads * 2 * measurement.Probes * shape.Group * measurement.Entries) + (head * measurement.SkimRow * (measurement.Far + (2 * SkimParts(measurement.Far))));

    /// <summary>[parts, 2, skimRow].</summary>
    private float* SkimmedParts(in Measurement measurement, int head) => Skimmed(measurement, head) + (measurement.SkimRow * measurement.Far);

    private static int SkimParts(int far) => (far + SkimBlocks - 1) / SkimBlocks;
}
