using System.Numerics.Tensors;
using System.Runtime.CompilerServices;
using ReasoningGrains.Attention.Kernels;
using ReasoningGrains.Attention.Routing;

namespace ReasoningGrains.Attention;

/// <summary>Which of the blocks far back are worth measuring: a few probes skim all of them, and those that they or W find heaviest are the candidates.</summary>
public sealed unsafe partial class PagedAttention
{
    /// <summary>Blocks further back that are measured: those that a few probes or W find heaviest.</summary>
    private const int Candidates = 64;

    /// <summary>Probes that skim the blocks further back, among the last tokens of a segment.</summary>
    private const int Skimmers = 4;

    /// <summary>Blocks that a unit skims: many, for it makes tables of its queries first.</summary>
    private const int SkimBlocks = 256;

    private readonly List<MassUnit> skimUnits = [];
    private int[] candidates = [];

    /// <summary>Candidates of a head among the blocks further back.</summary>
    private Span<int> CandidatesOf(int measurement, int head) => candidates.AsSpan(((measurement * shape.KvHeads) + head) * Candidates, Candidates);

    /// <summary>A few probes look at the blocks further back, each as if it were as far away as the nearest of them.</summary>
    [SkipLocalsInit]
    private void Skim(in MassUnit unit)
    {
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
        if (measurement.Far == 0)
        {
            return;
        }

        var segment = segments[measurement.Segment];
        Span<float> keys = stackalloc float[measurement.Far];
        keys.Clear();
        var rows = measurement.Skimmers * shape.Group;
        for (var row = 0; row < rows; row++)
        {
            var greatest = new Span<float>(Skimmed(measurement, head) + (row * measurement.Far), measurement.Far);
            TensorPrimitives.Subtract(greatest, TensorPrimitives.Max<float>(greatest), greatest);
            TensorPrimitives.Exp(greatest, greatest);
            TensorPrimitives.MultiplyAdd(greatest, 1 / (rows * TensorPrimitives.Sum<float>(greatest)), keys, keys);
        }

        TensorPrimitives.Max(keys, segment.Routing!.Weights(layer, head, measurement.Far), keys);
        Span<float> selection = stackalloc float[measurement.Far];
        HeaviestBlocks.Pick(keys, 0, CandidatesOf(index, head), selection);
    }
}
