using ReasoningGrains.Training.Examples;

namespace ReasoningGrains.Training.Tests;

/// <summary>Some random tokens, then the same again.</summary>
internal sealed class CopySource(int vocabulary, int seed) : IExampleSource
{
    private const int Length = 8;

    public TrainingExample Draw(long index, double progress)
    {
        var random = new Random((seed * 1_000_003) + (int)index);
        int[] half = [.. Enumerable.Range(0, Length).Select(_ => random.Next(vocabulary))];
        return new TrainingExample([.. half, .. half], [.. Enumerable.Range(0, 2 * Length).Select(i => i >= Length)]);
    }
}
