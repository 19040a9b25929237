using System.Runtime.InteropServices;
using ReasoningGrains.Attention;

namespace ReasoningGrains.Inference.Scheduling;

/// <summary>The rows of one step: chunks of prompts and decoded tokens of many sequences. Made once and filled again for each step.</summary>
internal sealed class StepPlan(int maxRows, int maxOutputs)
{
    private readonly int[] tokens = new int[maxRows];
    private readonly int[] outputRows = new int[maxOutputs];
    private readonly List<Segment> segments = [];
    private readonly List<PlannedSegment> planned = [];

    public int Rows { get; private set; }

    public int Outputs { get; private set; }

    public int RowsLeft => maxRows - Rows;

    public int OutputsLeft => maxOutputs - Outputs;

    /// <summary>Token ids, one a row.</summary>
    public ReadOnlySpan<int> Tokens => tokens.AsSpan(0, Rows);

    /// <summary>Rows whose logits are wanted.</summary>
    public ReadOnlySpan<int> OutputRows => outputRows.AsSpan(0, Outputs);

    public ReadOnlySpan<Segment> Segments => CollectionsMarshal.AsSpan(segments);

    /// <summary>Whose rows they are, in the order of <see cref="Segments"/>.</summary>
    public List<PlannedSegment> Planned => planned;

    public void Clear()
    {
        Rows = Outputs = 0;
        segments.Clear();
        planned.Clear();
    }

    /// <summary>Adds the sequence's next tokens.</summary>
    /// <param name="sequence">Has room for them reserved in its table.</param>
    /// <param name="count">How many.</param>
    /// <param name="outputs">The logits of so many of the last of them are wanted.</param>
    public void Add(Sequence sequence, int count, int outputs)
    {
        sequence.Tokens.Slice(sequence.Table.Length, count).CopyTo(tokens.AsSpan(Rows));
        segments.Add(new Segment(sequence.Table, Rows, count, sequence.Routing, sequence.MeasuredAfter(count)));
        planned.Add(new PlannedSegment(sequence, count, Outputs, outputs));
        Rows += count;
        for (var i = outputs; i > 0; i--)
        {
            outputRows[Outputs++] = Rows - i;
        }
    }
}

/// <summary>A sequence's share of a step.</summary>
/// <param name="Sequence">Whose.</param>
/// <param name="Count">Tokens.</param>
/// <param name="FirstOutput">Index of its first logits.</param>
/// <param name="Outputs">How many logits.</param>
internal readonly record struct PlannedSegment(Sequence Sequence, int Count, int FirstOutput, int Outputs);
