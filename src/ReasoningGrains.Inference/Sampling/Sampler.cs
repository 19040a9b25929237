using System.Numerics.Tensors;

namespace ReasoningGrains.Inference.Sampling;

/// <summary>Draws a token from logits: bias and penalties, temperature, then top-k, top-p and min-p, in that order.</summary>
internal sealed class Sampler(int vocabulary)
{
    private readonly float[] probabilities = new float[vocabulary];
    private readonly int[] candidates = new int[vocabulary];

    /// <param name="logits">[vocabulary]; changed.</param>
    /// <param name="context">All tokens so far, for the repetition penalty.</param>
    /// <param name="state">Of the sequence.</param>
    public int Sample(Span<float> logits, ReadOnlySpan<int> context, SamplingState state)
    {
        Penalties.Apply(logits, context, state);
        var token = state.Options.Temperature == 0 ? TensorPrimitives.IndexOfMax<float>(logits) : Draw(logits, state);
        state.Count(token);
        return token;
    }

    private int Draw(Span<float> logits, SamplingState state)
    {
        var options = state.Options;
        var weights = probabilities.AsSpan();
        TensorPrimitives.Multiply(logits, 1 / options.Temperature, weights);
        TensorPrimitives.Subtract(weights, TensorPrimitives.Max<float>(weights), weights);
        TensorPrimitives.Exp(weights, weights);
        if (options is { TopK: 0, TopP: >= 1, MinP: 0 })
        {
            return Pick(weights, state.Draw() * TensorPrimitives.Sum<float>(weights));
        }

        var kept = Candidates(weights, options);
        return candidates[Pick(weights[..kept], state.Draw() * TensorPrimitives.Sum<float>(weights[..kept]))];
    }

    /// <summary>Moves the weights of the tokens that may be drawn to the front, likeliest first, and returns how many they are.</summary>
    private int Candidates(Span<float> weights, SamplingOptions options)
    {
        // The greatest weight is 1. A token below these floors is in no set: of min-p by definition, of top-p because all such tokens together weigh less than what is cut off.
        var total = TensorPrimitives.Sum<float>(weights);
        var floor = MathF.Max(options.MinP, options.TopP < 1 ? (1 - options.TopP) * total / weights.Length : 0);
        var count = 0;
        for (var i = 0; i < weights.Length; i++)
        {
            if (weights[i] >= floor)
            {
                weights[count] = weights[i];
                candidates[count++] = i;
            }
        }

        var sorted = weights[..count];
        sorted.Sort(candidates.AsSpan(0, count), static (a, b) => b.CompareTo(a));
        if (options.TopK > 0 && count > options.TopK)
        {
            count = options.TopK;
            total = TensorPrimitives.Sum<float>(weights[..count]);
        }

        return options.TopP < 1 ? Nucleus(weights[..count], options.TopP * total) : count;
    }

    private static int Nucleus(ReadOnlySpan<float> weights, float mass)
    {
        var sum = 0f;
        for (var i = 0; i < weights.Length; i++)
        {
            sum += weights[i];
            if (sum >= mass)
            {
                return i + 1;
            }
        }

        return weights.Length;
    }

    private static int Pick(ReadOnlySpan<float> weights, double at)
    {
        var sum = 0.0;
        var last = 0;
        for (var i = 0; i < weights.Length; i++)
        {
            if (weights[i] == 0)
            {
                continue;
            }

            sum += weights[i];
            last = i;
            if (sum > at)
            {
                break;
            }
        }

        return last;
    }
}
