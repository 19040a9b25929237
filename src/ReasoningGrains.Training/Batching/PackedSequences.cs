using ReasoningGrains.Training.Examples;
using ReasoningGrains.Training.Llama;
using TorchSharp;
using static TorchSharp.torch;

namespace ReasoningGrains.Training.Batching;

/// <summary>Sequences one after another without padding.</summary>
internal sealed class PackedSequences : IDisposable
{
    private PackedSequences(IReadOnlyList<TrainingExample> examples)
    {
        var (tokens, rows, targets) = (new List<long>(), new List<long>(), new List<long>());
        foreach (var example in examples)
        {
            var start = tokens.Count;
            for (var i = 0; i < example.Tokens.Length; i++)
            {
                tokens.Add(example.Tokens[i]);
                if (i > 0 && example.Learned[i])
                {
                    rows.Add(start + i - 1);
                    targets.Add(example.Tokens[i]);
                }
            }
        }

        Sequences = Sequence.Packed(examples.Select(e => e.Tokens.Length));
        Tokens = Whole(tokens);
        Rows = Whole(rows);
        Targets = Whole(targets);
    }

    /// <summary>Where each is.</summary>
    public Sequence[] Sequences { get; }

    /// <summary>[tokens].</summary>
    public Tensor Tokens { get; }

    /// <summary>[learned]: the rows whose next token counts.</summary>
    public Tensor Rows { get; }

    /// <summary>[learned]: those next tokens.</summary>
    public Tensor Targets { get; }

    public static PackedSequences Of(IReadOnlyList<TrainingExample> examples) => new(examples);

    public static PackedSequences Of(IEnumerable<int[]> sequences) => new([.. sequences.Select(tokens => new TrainingExample(tokens, new bool[tokens.Length]))]);

    public void Dispose()
    {
        Tokens.Dispose();
        Rows.Dispose();
        Targets.Dispose();
    }

    private static Tensor Whole(List<long> values) => tensor(values.ToArray(), [values.Count], dtype: int64);
}
