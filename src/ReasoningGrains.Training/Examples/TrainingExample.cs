namespace ReasoningGrains.Training.Examples;

/// <summary>A conversation to learn from.</summary>
/// <param name="Tokens">The whole conversation, as the service would hand it to the model.</param>
/// <param name="Learned">For each token, whether predicting it counts: true for what the assistant says, its end included.</param>
public sealed record TrainingExample(int[] Tokens, bool[] Learned);
