using ReasoningGrains.Models.Gguf;
using ReasoningGrains.Models.Sampling;
using ReasoningGrains.Models.Templates;
using ReasoningGrains.Models.Tokenizers;
using ReasoningGrains.Models.Tokenizers.Gguf;

namespace ReasoningGrains.Models;

public static partial class ModelLoader
{
    private static Model OpenGguf(string path)
    {
        var file = GgufFile.Open(path);
        try
        {
            var config = GgufConfig.Read(file);
            var vocabulary = new Lazy<GgufVocabulary>(() => GgufVocabulary.Read(file.Metadata));
            var tokenizer = new Lazy<BytePairTokenizer>(() => GgufTokenizer.Create(vocabulary.Value));
            return new Model(new Lazy<ITokenizer>(() => tokenizer.Value), new Lazy<IChatTemplate>(() => GgufChatTemplate.Create(vocabulary.Value, tokenizer.Value, TimeProvider.System)))
            {
                Name = Slug(file.Metadata.FindText("general.name") ?? Path.GetFileNameWithoutExtension(path)),
                Path = path,
                Config = config,
            Sampling = GgufSampling.Read(path, file.Metadata),
                Weights = new GgufWeights(file, config),
                WeightFiles = [path],
            };
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }
}
