namespace ReasoningGrains.Training.Llama;

/// <summary>What attention's backward pass needs besides tensors.</summary>
/// <param name="Shape">Of the model.</param>
/// <param name="Rotary">Of the model.</param>
/// <param name="Sequences">That are packed.</param>
internal sealed record AttentionContext(ModelShape Shape, RotaryTable Rotary, Sequence[] Sequences)
{
    /// <summary>Of every query: the logarithm of the sum that divides its exponentials.</summary>
    public float[] LogSums { get; set; } = [];
}
