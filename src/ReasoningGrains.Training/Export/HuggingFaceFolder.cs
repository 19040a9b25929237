using ReasoningGrains.Models.Weights;
using ReasoningGrains.Training.Llama;

namespace ReasoningGrains.Training.Export;

/// <summary>Weights from and to a folder in the Hugging Face layout.</summary>
internal static class HuggingFaceFolder
{
    /// <summary>Writes <c>model.safetensors</c> of 16-bit floats, <c>config.json</c> and <c>generation_config.json</c>.</summary>
    /// <param name="folder">Made if need be; its tokenizer, where it has one, names the end of a turn.</param>
    /// <param name="weights">What is written.</param>
    public static void Write(string folder, LlamaWeights weights)
    {
        Directory.CreateDirectory(folder);
        SafetensorsWriter.Write(Path.Combine(folder, "model.safetensors"), [.. weights.Layout.Slices.SelectMany(slice => Tensors(slice, weights))]);
        LlamaConfig.Write(folder, weights.Shape);
    }

    /// <summary>Takes a model's weights over.</summary>
    /// <param name="source">A Llama model with tied embeddings, of the shape of <paramref name="weights"/>.</param>
    /// <param name="weights">Where to.</param>
    public static void Read(IWeightSource source, LlamaWeights weights)
    {
        foreach (var slice in weights.Layout.Slices)
        {
            var left = weights.Span(slice);
            foreach (var (name, _) in LlamaNames.Parts(slice, weights.Shape))
            {
                var tensor = source.Tensor(name);
                for (var row = 0; row < tensor.Rows; row++)
                {
                    tensor.ReadRow(row, left[..tensor.Columns]);
                    left = left[tensor.Columns..];
                }
            }
        }
    }

    private static IEnumerable<ExportedTensor> Tensors(ParameterSlice slice, LlamaWeights weights)
    {
        var values = weights.Span(slice).ToArray();
        var columns = slice.IsNorm ? 1 : slice.Shape[1];
        var begin = 0;
        foreach (var (name, rows) in LlamaNames.Parts(slice, weights.Shape))
        {
            var count = (int)(rows * columns);
            yield return new ExportedTensor(name, slice.IsNorm ? [rows] : [rows, columns], values[begin..(begin + count)]);
            begin += count;
        }
    }
}
