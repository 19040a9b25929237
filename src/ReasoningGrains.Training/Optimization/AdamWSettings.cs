namespace ReasoningGrains.Training.Optimization;

/// <param name="WeightDecay">Of the layers' matrices.</param>
/// <param name="Beta1">Of the mean.</param>
/// <param name="Beta2">Of the mean square.</param>
/// <param name="Epsilon">Added to the root of the mean square.</param>
internal sealed record AdamWSettings(double WeightDecay, double Beta1 = 0.9, double Beta2 = 0.95, double Epsilon = 1e-8);
