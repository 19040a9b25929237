using ReasoningGrains.Models.Sampling;
using ReasoningGrains.Models.Templates;
using ReasoningGrains.Models.Tokenizers;
using ReasoningGrains.Models.Weights;

namespace ReasoningGrains.Models;

/// <summary>A model on disk, opened: its shape, its tokenizer, its chat template and its weights (mapped, not loaded).</summary>
/// <param name="tokenizer">Made when it is first asked for: weights alone are of use too.</param>
/// <param name="template">As the tokenizer.</param>
public sealed class Model(Lazy<ITokenizer> tokenizer, Lazy<IChatTemplate> template) : IDisposable
{
    /// <summary>Name to call it by: <c>general.name</c> of a GGUF file in lower case with dashes, or the folder's name.</summary>
    public required string Name { get; init; }

    /// <summary>The GGUF file or the folder.</summary>
    public required string Path { get; init; }

    public required ModelConfig Config { get; init; }

    /// <summary>Of requests that do not say how to sample.</summary>
    public required SamplingDefaults Sampling { get; init; }

    public required IWeightSource Weights { get; init; }

    /// <summary>The files that hold the weights, for a cache key: a change of any makes another model.</summary>
    public required IReadOnlyList<string> WeightFiles { get; init; }

    /// <exception cref="ModelFormatException">The model has none, or it is not sound.</exception>
    public ITokenizer Tokenizer => tokenizer.Value;

    /// <exception cref="ModelFormatException">The model has none, or it is not sound.</exception>
    public IChatTemplate Template => template.Value;

    public void Dispose() => Weights.Dispose();
}
