using System.Numerics.Tensors;
using System.Runtime.CompilerServices;
using ReasoningGrains.Attention.Kernels;
using ReasoningGrains.Attention.Routing;

namespace ReasoningGrains.Attention;

/// <summary>
/// Which of the blocks far back are worth measuring: a few probes skim all of them, and those that they or W find heaviest are the candidates.
/// Near-sighted heads mostly do without: of them the few are measured that W finds heaviest.
/// </summary>
public sealed unsafe partial class PagedAttention
{
    /// <summary>Blocks further back that are measured: those that a few probes or W find heaviest.</summary>
    private const int Candidates = 64;

    /// <summary>Probes that skim the blocks further back, among the last tokens of a segment.</summary>
    private const int Skimmers = 4;

    /// <summary>Blocks that a unit skims: many, for it makes tables of its queries first.</summary>
    private const int SkimBlocks = 256;

    /// <summary>Candidates of a near-sighted head: those of a unit, so that the others need not be measured.</summary>
    private const int KnownCandidates = SpanBlocks;

    /// <summary>
    /// A head is near-sighted when less of its weight than this lies further back: it looks at what was said last, whatever is asked (such heads: arXiv 2410.10819).
    /// In a conversation of 12,000 tokens 44 of the 90 heads of SmolLM2-135M were.
    /// </summary>
    private const float FarShare = 0.05f;

    /// <summary>One of about so many segments lets a near-sighted head look further back all the same: it may have changed.</summary>
    private const uint EverySearch = 8;

    private readonly List<MassUnit> skimUnits = [];
    private readonly List<bool> farSighted = [];
    private int[] candidates = [];

    /// <summary>Candidates of a head among the blocks further back.</summary>
    private Span<int> CandidatesOf(int measurement, int head) => candidates.AsSpan(((measurement * shape.KvHeads) + head) * Candidates, Candidates);

    private bool IsFarSighted(int measurement, int head) => farSighted[(((measurement * shape.Layers) + layer) * shape.KvHeads) + head];

    /// <summary>Whether a unit of the mass has blocks: of a near-sighted head few of the blocks further back are measured.</summary>
    private bool IsMeasured(in MassUnit unit)
        => measurements[unit.Measurement].Far == 0 || unit.From is < KnownCandidates or >= Candidates || IsFarSighted(unit.Measurement, unit.Head);

    /// <summary>Decides of each head whether it looks for candidates in this measurement.</summary>
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

    /// <summary>A few probes look at the blocks further back, each as if it were as far away as the nearest of them.</summary>
    [SkipLocalsInit]
    private void Skim(in MassUnit unit)
    {
        if (!IsFarSighted(unit.Measurement, unit.Head))
        {
            return;
        }

        var measurement = measurements[unit.Measurement];
        var segment = segments[measurement.Segment];
        var size = shape.Group * shape.HeadDim;
        var queries = stackalloc float[measurement.Skimmers * size];
        var last = segment.Position + segment.Tokens - 1;
        var spacing = Math.Min(16, measurement.Probes) / measurement.Skimmers;
        for (var i = 0; i < measurement.Skimmers; i++)
        {
            LoadProbe(segment, last - (i * spacing), unit.Head, Math.Min(NearBlocks, Reach(segment) - 1), queries + (i * size));
        }

        var heads = stackalloc nint[unit.Count];
        var sketches = stackalloc nint[unit.Count];
        for (var i = 0; i < unit.Count; i++)
        {
            (heads[i], sketches[i]) = (Head(segment, unit.Head, unit.From + i), Sketch(segment, unit.Head, unit.From + i));
        }

        kernels.Skim(queries, measurement.Skimmers * shape.Group, heads, sketches, unit.Count, Skimmed(measurement, unit.Head) + unit.From, measurement.Far);
    }

    private float* Skimmed(in Measurement measurement, int head)
        => massPartials + measurement.Partials + (shape.KvHeads * 2 * measurement.Probes * shape.Group * measurement.Entries) + (head * measurement.Skimmers * shape.Group * measurement.Far);

    /// <summary>The blocks further back that the skimmers or W find heaviest.</summary>
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

        Span<float> keys = stackalloc float[measurement.Far];
        Span<float> selection = stackalloc float[measurement.Far];
        if (!IsFarSighted(index, head))
        {
            var known = CandidatesOf(index, head);
            HeaviestBlocks.Pick(segment.Routing.Weights(layer, head, measurement.Far), 0, known[..KnownCandidates], selection);
            known[KnownCandidates..].Fill(known[KnownCandidates - 1]);
            return;
        }

        keys.Clear();
        var rows = measurement.Skimmers * shape.Group;
        for (var row = 0; row < rows; row++)
        {
            var greatest = new Span<float>(Skimmed(measurement, head) + (row * measurement.Far), measurement.Far);
            TensorPrimitives.Subtract(greatest, TensorPrimitives.Max<float>(greatest), greatest);
            TensorPrimitives.Exp(greatest, greatest);
            TensorPrimitives.MultiplyAdd(greatest, 1 / (rows * TensorPrimitives.Sum<float>(greatest)), keys, keys);
        }

        TensorPrimitives.Max(keys, segment.Routing.Weights(layer, head, measurement.Far), keys);
        HeaviestBlocks.Pick(keys, 0, CandidatesOf(index, head), selection);
    }
}
