namespace ReasoningGrains.Models.Weights;

/// <summary>The tensors of a model, by their Hugging Face names, whatever file format they come from.</summary>
public interface IWeightSource : IDisposable
{
    /// <summary>Names of all tensors, in file order.</summary>
    IReadOnlyCollection<string> Names { get; }

    /// <summary>The tensor of that name.</summary>
    /// <exception cref="ModelFormatException">There is none.</exception>
    WeightTensor Tensor(string name);
}
