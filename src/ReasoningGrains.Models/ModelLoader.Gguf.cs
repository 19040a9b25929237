using ReasoningGrains.Models.Gguf;
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
            var tokenizer = new Lazy<ITokenizer>(() => GgufTokenizer.Create(Vocabulary(file.Metadata)));
            return new Model(tokenizer, new Lazy<IChatTemplate>(() => throw new ModelFormatException($"{path} holds no chat template.")))
            {
                Name = Slug(file.Metadata.FindText("general.name") ?? Path.GetFileNameWithoutExtension(path)),
                Path = path,
                Config = config,
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

    private static GgufVocabulary Vocabulary(GgufMetadata metadata) => new()
    {
        Model = metadata.Text("tokenizer.ggml.model"),
        Pre = metadata.FindText("tokenizer.ggml.pre"),
        Tokens = metadata.FindTexts("tokenizer.ggml.tokens") ?? throw new ModelFormatException("The metadata key tokenizer.ggml.tokens is missing."),
        Types = metadata.FindIntegers("tokenizer.ggml.token_type"),
        Scores = metadata.FindNumbers("tokenizer.ggml.scores"),
        Merges = metadata.FindTexts("tokenizer.ggml.merges"),
        Bos = metadata.FindInteger("tokenizer.ggml.bos_token_id"),
        Eos = metadata.FindInteger("tokenizer.ggml.eos_token_id"),
        Eot = metadata.FindInteger("tokenizer.ggml.eot_token_id"),
        Unknown = metadata.FindInteger("tokenizer.ggml.unknown_token_id"),
        AddBos = metadata.FindFlag("tokenizer.ggml.add_bos_token"),
        AddSpacePrefix = metadata.FindFlag("tokenizer.ggml.add_space_prefix"),
        ChatTemplate = metadata.FindText("tokenizer.chat_template"),
    };
}
