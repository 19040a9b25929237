using ReasoningGrains.Training.Examples;

namespace ReasoningGrains.Training.Batching;

/// <summary>The examples of one step.</summary>
/// <param name="Examples">Each of 2 tokens or more.</param>
/// <param name="Next">The number of the example that the next step begins with.</param>
internal sealed record ExampleBatch(IReadOnlyList<TrainingExample> Examples, long Next)
{
    public long Tokens => Examples.Sum(e => (long)e.Tokens.Length);

    /// <summary>Positions whose prediction counts.</summary>
    public long Learned => Examples.Sum(e => e.Learned.Skip(1).LongCount(learned => learned));

    /// <summary>Draws examples until they have a budget of tokens; the last may exceed it.</summary>
    /// <param name="source">Where from.</param>
    /// <param name="first">Number of the first.</param>
    /// <param name="progress">Of the training, 0 to 1.</param>
    /// <param name="tokens">The budget.</param>
    /// <param name="longest">Longer examples are cut.</param>
    public static ExampleBatch Draw(IExampleSource source, long first, double progress, int tokens, int longest)
    {
        var examples = new List<TrainingExample>();
        var next = first;
        for (var left = tokens; left > 0; next++)
        {
            var example = source.Draw(next, progress);
            if (example.Tokens.Length != example.Learned.Length || example.Tokens.Length < 2)
            {
                throw new InvalidOperationException($"Example {next} has {example.Tokens.Length} tokens and {example.Learned.Length} marks; it must have as many of both, 2 or more.");
            }

            if (example.Tokens.Length > longest)
            {
                example = new TrainingExample(example.Tokens[..longest], example.Learned[..longest]);
            }

            examples.Add(example);
            left -= example.Tokens.Length;
        }

        return new ExampleBatch(examples, next);
    }
}
