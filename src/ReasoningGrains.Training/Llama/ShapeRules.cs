namespace ReasoningGrains.Training.Llama;

/// <summary>What a shape may be.</summary>
internal static class ShapeRules
{
    /// <summary>One line for each value that is not allowed.</summary>
    public static IEnumerable<string> Broken(ModelShape shape)
    {
        (string Name, int Value, int Least, int Most, int Multiple)[] rules =
        [
            ("vocabulary", shape.Vocabulary, 2, 1 << 17, 1),
            // The engine keeps weights in blocks of 32 inputs, and its kernels take heads by 16.
            ("width", shape.Width, 32, 4096, 32),
            ("layers", shape.Layers, 1, 64, 1),
            ("heads", shape.Heads, 1, 64, 1),
            ("kvHeads", shape.KvHeads, 1, 64, 1),
            ("headDim", shape.HeadDim, 16, 256, 16),
            ("feedForward", shape.FeedForward, 32, 1 << 14, 32),
            ("context", shape.Context, 16, 1 << 16, 1),
        ];
        foreach (var rule in rules.Where(r => r.Value < r.Least || r.Value > r.Most || r.Value % r.Multiple != 0))
        {
            yield return $"model.{rule.Name} is {rule.Value}; allowed are {(rule.Multiple == 1 ? "" : $"multiples of {rule.Multiple} ")}from {rule.Least} to {rule.Most}";
        }

        if (shape.Window is { } window && (window < 16 || window > shape.Context))
        {
            yield return $"model.window is {window}; allowed are 16 to {shape.Context}, the model's context";
        }

        if (shape.KvHeads > 0 && shape.Heads % shape.KvHeads != 0)
        {
            yield return $"model.heads is {shape.Heads} and model.kvHeads {shape.KvHeads}; allowed are heads that kvHeads divides";
        }

        if (!(shape.RopeTheta > 1) || !(shape.RmsEpsilon > 0))
        {
            yield return $"model.ropeTheta is {shape.RopeTheta} and model.rmsEpsilon {shape.RmsEpsilon}; allowed are more than 1 and more than 0";
        }
    }
}
