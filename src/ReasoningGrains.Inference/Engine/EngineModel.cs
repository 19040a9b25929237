using ReasoningGrains.Models.Sampling;
using ReasoningGrains.Models.Templates;
using ReasoningGrains.Models.Tokenizers;

namespace ReasoningGrains.Inference.Engine;

/// <summary>What callers of an engine know of its model.</summary>
/// <param name="Name">Name to call it by.</param>
/// <param name="ContextLength">Longest context, answer included, in tokens.</param>
/// <param name="Tokenizer">Its tokenizer.</param>
/// <param name="Template">Its chat template.</param>
/// <param name="Sampling">Of requests that do not say how to sample.</param>
internal sealed record EngineModel(string Name, int ContextLength, ITokenizer Tokenizer, IChatTemplate Template, SamplingDefaults Sampling);
