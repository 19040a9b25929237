using ReasoningGrains.Inference.Engine;
using ReasoningGrains.Inference.Sampling;
using ReasoningGrains.Inference.Scheduling;

namespace ReasoningGrains.Inference.Tests.Scheduling;

/// <summary>A generation that was cut off and goes on from what it had said.</summary>
public sealed class ResumedTests
{
    private const int Tokens = 40;
    private static readonly int[] Prompt = [5, 6, 7];

    [Theory]
    [InlineData(1)]
    [InlineData(5)]
    [InlineData(Tokens - 1)]
    public void It_says_what_the_whole_one_says(int said)
    {
        var whole = Generate(Prompt, resumed: 0);
        Assert.Equal(Tokens, whole.Length);
        Assert.InRange(whole.Distinct().Count(), Tokens / 4, Tokens);
        Assert.Equal(whole[said..], Generate([.. Prompt, .. whole[..said]], said));
    }

    private static int[] Generate(int[] tokens, int resumed)
    {
        using var engine = new SteppedEngine(blocks: 64, new DrawnLogits());
        var sampling = new SamplingOptions { Temperature = 1, Seed = 9, PresencePenalty = 1, TopP = 1, MinP = 0 };
        var sequence = engine.Enqueue(SteppedEngine.Request(tokens, Tokens) with { Resumed = resumed, Sampling = sampling });
        engine.Run();
        return [.. SteppedEngine.Told(sequence).Select(t => t.Token)];
    }

    /// <summary>After each token other logits, the same each time.</summary>
    private sealed class DrawnLogits : IModelRunner
    {
        private readonly float[] logits = new float[64];
        private StepPlan step = null!;

        public int Vocabulary => logits.Length;

        public void Run(StepPlan plan) => step = plan;

        public Span<float> Logits(int output)
        {
            var random = new Random(step.Tokens[step.OutputRows[output]]);
            for (var i = 0; i < logits.Length; i++)
            {
                logits[i] = 3 * random.NextSingle();
            }

            return logits;
        }

        public void Dispose()
        {
        }
    }
}
