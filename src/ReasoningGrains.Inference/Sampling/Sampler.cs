using System.Numerics.Tensors;
using System.Runtime.InteropServices;

namespace ReasoningGrains.Inference.Sampling;

/// <summary>Draws a token from logits: bias and penalties, temperature, then top-k, top-p and min-p, in that order.</summary>
internal sealed class Sampler(int vocabulary)
{
    /// <summary>Below it logits overflow, and only the likeliest token would be drawn.</summary>
    private const float Coldest = 1e-6f;

    private readonly float[] probabilities = new float[vocabulary];
    private readonly int[] candidates = new int[vocabulary];
    private readonly PriorityQueue<float, float> greatest = new();

    /// <param name="logits">[vocabulary]; changed.</param>
    /// <param name="context">All tokens so far, for the repetition penalty.</param>
    /// <param name="state">Of the sequence.</param>
    public int Sample(Span<float> logits, ReadOnlySpan<int> context, SamplingState state)
    {
        Penalties.Apply(logits, context, state);
        var token = state.Options.Temperature < Coldest ? Likeliest(logits) : Draw(logits, state);
        state.Count(token);
        return token;
    }

    /// <summary>Two passes in registers, the second one over bits: floats are looked for one by one.</summary>
    private static int Likeliest(Span<float> logits)
        => MemoryMarshal.Cast<float, int>(logits).IndexOf(BitConverter.SingleToInt32Bits(TensorPrimitives.Max<float>(logits)));

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
        var total = TensorPrimitives.Sum<float>(weights);
        var count = 0;
        var floor = Floor(weights, total, options);
        for (var i = 0; i < weights.Length; i++)
        {
            if (weights[i] >= floor)
            {
                weights[count] = weights[i];
                candidates[count++] = i;
            }
        }

        weights[..count].Sort(candidates.AsSpan(0, count), static (a, b) => b.CompareTo(a));
        if (options.TopK > 0)
        {
            count = Math.Min(count, options.TopK);
            total = TensorPrimitives.Sum<float>(weights[..count]);
        }

        if (options.TopP < 1)
        {
            count = Nucleus(weights[..count], options.TopP * total);
        }

        // The greatest weight is 1.
        while (count > 1 && weights[count - 1] < options.MinP)
        {
            count--;
        }

        return count;
    }

    /// <summary>A weight that no token of the set is below: of top-k's the least; without it min-p itself, or what all tokens below weigh less together than top-p cuts off.</summary>
    private float Floor(ReadOnlySpan<float> weights, float total, SamplingOptions options)
    {
        if (options.TopK == 0)
        {
            return MathF.Max(options.MinP, options.TopP < 1 ? (1 - options.TopP) * total / weights.Length : 0);
        }

        greatest.Clear();
        foreach (var weight in weights)
        {
            if (greatest.Count < options.TopK)
            {
                greatest.Enqueue(weight, weight);
            }
            else if (weight > greatest.Peek())
            {
                greatest.DequeueEnqueue(weight, weight);
            }
        }

        return greatest.Peek();
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
