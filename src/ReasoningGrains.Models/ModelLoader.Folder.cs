using ReasoningGrains.Models.Safetensors;
using ReasoningGrains.Models.Sampling;
using ReasoningGrains.Models.Templates;
using ReasoningGrains.Models.Tokenizers;
using ReasoningGrains.Models.Tokenizers.HuggingFace;

namespace ReasoningGrains.Models;

public static partial class ModelLoader
{
    private static Model OpenFolder(string path)
    {
        var configPath = Path.Combine(path, "config.json");
        if (!File.Exists(configPath))
        {
            throw new ModelFormatException($"{path} holds no config.json.");
        }

        var config = HuggingFaceConfig.Read(configPath);
        var sampling = GenerationConfig.Read(path);
        var weights = new SafetensorsWeights(path);
        var tokenizer = new Lazy<BytePairTokenizer>(() => HuggingFaceTokenizer.Open(path));
        return new Model(new Lazy<ITokenizer>(() => tokenizer.Value), new Lazy<IChatTemplate>(() => HuggingFaceChatTemplate.Open(path, tokenizer.Value, TimeProvider.System)))
        {
            Name = Slug(Path.GetFileName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(path)))),
            Path = path,
            Config = config,
            Sampling = sampling,
            Weights = weights,
            WeightFiles = weights.Paths,
        };
    }
}
