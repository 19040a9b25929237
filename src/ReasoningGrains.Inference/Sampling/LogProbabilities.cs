using System.Numerics.Tensors;

namespace ReasoningGrains.Inference.Sampling;

/// <summary>Log-probabilities of the model's own distribution, before temperature and penalties.</summary>
internal static class LogProbabilities
{
    /// <summary>log Σ e^logit; NaN when a logit is not a number.</summary>
    public static float Normalizer(ReadOnlySpan<float> logits)
    {
        var greatest = TensorPrimitives.Max(logits);
        var sum = 0.0;
        foreach (var logit in logits)
        {
            sum += MathF.Exp(logit - greatest);
        }

        return greatest + (float)Math.Log(sum);
    }

    /// <summary>The likeliest tokens, likeliest first.</summary>
    public static (int Token, float LogProb)[] Top(ReadOnlySpan<float> logits, float normalizer, int count)
    {
        var top = new (int Token, float LogProb)[count];
        var kept = 0;
        for (var token = 0; token < logits.Length; token++)
        {
            var value = logits[token] - normalizer;
            if (kept == count && (count == 0 || value <= top[count - 1].LogProb))
            {
                continue;
            }

            var at = kept < count ? kept++ : count - 1;
            for (; at > 0 && top[at - 1].LogProb < value; at--)
            {
                top[at] = top[at - 1];
            }

            top[at] = (token, value);
        }

        return top[..kept];
    }
}
