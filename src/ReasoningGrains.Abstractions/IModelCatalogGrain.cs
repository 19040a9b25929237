namespace ReasoningGrains;

/// <summary>The models that a silo serves and what they know about text. The key is not used: take any silo.</summary>
[Alias("reasoninggrains.IModelCatalogGrain")]
public interface IModelCatalogGrain : IGrainWithIntegerKey
{
    [Alias("Models")]
    Task<IReadOnlyList<ModelInfo>> Models();

    /// <summary>Token ids of a text; with <paramref name="special"/> the spellings of special tokens become those tokens.</summary>
    [Alias("Tokenize")]
    Task<IReadOnlyList<int>> Tokenize(string model, string text, bool special);

    [Alias("Detokenize")]
    Task<string> Detokenize(string model, IReadOnlyList<int> ids);

    /// <summary>The text that the model's chat template makes of messages.</summary>
    [Alias("Render")]
    Task<string> Render(string model, IReadOnlyList<Item> messages, bool addGenerationPrompt);

    /// <summary>Log-probability of each token of an answer after messages, in nat (teacher forcing). It waits for its turn and computes all of them, so it may take much longer than a call to a grain does.</summary>
    [Alias("Score"), ResponseTimeout("01:00:00")]
    Task<IReadOnlyList<TokenLogProb>> Score(string model, IReadOnlyList<Item> messages, string answer);
}

[GenerateSerializer, Immutable, Alias("reasoninggrains.ModelInfo")]
public sealed record ModelInfo(
    [property: Id(0)] string Id,
    [property: Id(1)] DateTimeOffset CreatedAt,
    [property: Id(2)] int ContextLength,
    [property: Id(3)] int VocabularySize);
