using ReasoningGrains.Models;

namespace ReasoningGrains.Inference.Onnx;

/// <summary>The widths that a runner needs.</summary>
/// <param name="PackedWidth">Columns of queries, keys and values together.</param>
/// <param name="AttendedWidth">Columns that attention gives back.</param>
/// <param name="Vocabulary">Columns of the logits.</param>
internal sealed record ModelShape(int PackedWidth, int AttendedWidth, int Vocabulary)
{
    public static ModelShape Of(ModelConfig config)
        => new((config.Heads + (2 * config.KvHeads)) * config.HeadDim, config.Heads * config.HeadDim, config.Vocabulary);
}
