using ReasoningGrains.Models.Templates;
using ReasoningGrains.Models.Tokenizers;
using ReasoningGrains.Models.Weights;

namespace ReasoningGrains.Models;

/// <summary>A model on disk, opened: its shape, its tokenizer, its chat template and its weights (mapped, not loaded).</summary>
public sealed class Model : IDisposable
{
    /// <summary>Name to call it by: <c>general.name</c> of a GGUF file in lower case with dashes, or the folder's name.</summary>
    public required string Name { get; init; }

    /// <summary>The GGUF file or the folder.</summary>
    public required string Path { get; init; }

    public required ModelConfig Config { get; init; }

    public required ITokenizer Tokenizer { get; init; }

    public required IChatTemplate Template { get; init; }

    public required IWeightSource Weights { get; init; }

    /// <summary>The files that hold the weights, for a cache key: a change of any makes another model.</summary>
    public required IReadOnlyList<string> WeightFiles { get; init; }

    public void Dispose() => Weights.Dispose();
}
