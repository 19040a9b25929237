namespace ReasoningGrains.Training.Llama;

/// <summary>First weights, from a seed alone: normal with deviation 0.02, less by √(2·layers) where a layer adds to the residual stream (GPT-2, section 2.3); norms are 1.</summary>
internal static class WeightInitializer
{
    private const double Deviation = 0.02;

    public static void Fill(LlamaWeights weights, int seed)
    {
        var random = new Random(seed);
        var residual = Deviation / Math.Sqrt(2 * weights.Shape.Layers);
        foreach (var slice in weights.Layout.Slices)
        {
            var span = weights.Span(slice);
            if (slice.IsNorm)
            {
                span.Fill(1);
                continue;
            }

            var adds = slice.Name.EndsWith(ParameterLayout.Output, StringComparison.Ordinal) || slice.Name.EndsWith(ParameterLayout.Down, StringComparison.Ordinal);
            foreach (ref var value in span)
            {
                value = (float)(Normal(random) * (adds ? residual : Deviation));
            }
        }
    }

    /// <summary>Box and Muller's transform.</summary>
    private static double Normal(Random random)
        => Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
}
