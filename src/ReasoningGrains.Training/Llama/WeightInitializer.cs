namespace ReasoningGrains.Training.Llama;

/// <summary>First weights, from a seed alone. Norms are 1; the rest is normal.</summary>
internal static class WeightInitializer
{
    /// <summary>Small beside what layers add: wider embeddings learn faster at first and worse in the end (measured at width 64).</summary>
    private const double EmbeddingDeviation = 0.02;

    public static void Fill(LlamaWeights weights, int seed)
    {
        var random = new Random(seed);
        foreach (var slice in weights.Layout.Slices)
        {
            var span = weights.Span(slice);
            if (slice.IsNorm)
            {
                span.Fill(1);
                continue;
            }

            var deviation = Deviation(slice, weights.Shape.Layers);
            foreach (ref var value in span)
            {
                value = (float)(Normal(random) * deviation);
            }
        }
    }

    /// <summary>1/√inputs (LeCun et al. 1998, section 4.6): at widths this small the usual 0.02 begins too near to nothing. Less by √(2·layers) where a layer adds to the residual stream (GPT-2, section 2.3).</summary>
    private static double Deviation(ParameterSlice slice, int layers)
    {
        if (slice.Name == ParameterLayout.Embedding)
        {
            return EmbeddingDeviation;
        }

        var adds = slice.Name.EndsWith(ParameterLayout.Output, StringComparison.Ordinal) || slice.Name.EndsWith(ParameterLayout.Down, StringComparison.Ordinal);
        return 1 / Math.Sqrt(slice.Shape[1] * (adds ? 2.0 * layers : 1));
    }

    /// <summary>Box and Muller's transform.</summary>
    private static double Normal(Random random)
        => Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
}
