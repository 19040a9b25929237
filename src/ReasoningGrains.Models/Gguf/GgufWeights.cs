using ReasoningGrains.Models.Weights;

namespace ReasoningGrains.Models.Gguf;

/// <summary>The tensors of a GGUF file by their Hugging Face names.</summary>
internal sealed class GgufWeights : IWeightSource
{
    private readonly GgufFile file;
    private readonly Dictionary<string, WeightTensor> tensors = [];

    public GgufWeights(GgufFile file, ModelConfig config)
    {
        this.file = file;
        var interleaved = config.Architecture is Architecture.Llama or Architecture.Mistral ? new InterleavedHeads(config.HeadDim) : (IRowOrder)SameOrder.Instance;
        foreach (var info in file.Tensors.Values)
        {
            if (GgufNames.ToHuggingFace(info.Name) is not { } name)
            {
                continue;
            }

            var rotated = name.Contains(".q_proj.", StringComparison.Ordinal) || name.Contains(".k_proj.", StringComparison.Ordinal);
            tensors[name] = new GgufTensor(file.File, info, name, rotated ? interleaved : SameOrder.Instance);
        }
    }

    public IReadOnlyCollection<string> Names => tensors.Keys;

    public WeightTensor Tensor(string name)
        => tensors.GetValueOrDefault(name) ?? throw new ModelFormatException($"{file.File.Path} holds no tensor {name}.");

    public void Dispose() => file.Dispose();
}
