using System.Text.Json;
using ReasoningGrains.Models.Weights;

namespace ReasoningGrains.Models.Safetensors;

/// <summary>The tensors of a folder: <c>model.safetensors</c>, or the shards that <c>model.safetensors.index.json</c> names.</summary>
internal sealed class SafetensorsWeights : IWeightSource
{
    private const string Single = "model.safetensors";
    private const string Index = "model.safetensors.index.json";
    private readonly string folder;
    private readonly List<SafetensorsFile> files = [];
    private readonly Dictionary<string, WeightTensor> tensors = [];

    public SafetensorsWeights(string folder)
    {
        this.folder = folder;
        Paths = [.. FileNames(folder).Select(name => Path.Combine(folder, name))];
        try
        {
            foreach (var path in Paths)
            {
                Add(path);
            }
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <summary>The files.</summary>
    public IReadOnlyList<string> Paths { get; }

    public IReadOnlyCollection<string> Names => tensors.Keys;

    public WeightTensor Tensor(string name)
        => tensors.GetValueOrDefault(name) ?? throw new ModelFormatException($"{folder} holds no tensor {name}.");

    public void Dispose() => files.ForEach(f => f.Dispose());

    private static string[] FileNames(string folder)
    {
        if (File.Exists(Path.Combine(folder, Single)))
        {
            return [Single];
        }

        var index = Path.Combine(folder, Index);
        if (!File.Exists(index))
        {
            throw new ModelFormatException($"{folder} holds neither {Single} nor {Index}.");
        }

        try
        {
            var map = JsonSerializer.Deserialize(File.ReadAllBytes(index), SafetensorsJson.Default.SafetensorsIndex)?.WeightMap ?? throw new JsonException("it is null");
            var names = map.Values.Select(name => name ?? throw new JsonException("the name of a file is null")).Distinct().Order(StringComparer.Ordinal).ToArray();
            return Array.Find(names, name => name != Path.GetFileName(name) || !File.Exists(Path.Combine(folder, name))) is { } wrong
                ? throw new ModelFormatException($"{index} names the file {wrong}; it must lie in the same folder.")
                : names;
        }
        catch (JsonException e)
        {
            throw new ModelFormatException($"{index} is not the JSON that it must be: {e.Message}", e);
        }
    }

    private void Add(string path)
    {
        var file = SafetensorsFile.Open(path);
        files.Add(file);
        foreach (var tensor in file.Tensors)
        {
            if (!tensors.TryAdd(tensor.Name, tensor))
            {
                throw new ModelFormatException($"{path}: tensor {tensor.Name} stands in another file too.");
            }
        }
    }
}
