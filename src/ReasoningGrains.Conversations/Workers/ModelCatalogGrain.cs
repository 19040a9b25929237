using System.Text;
using Orleans.Concurrency;
using ReasoningGrains.Conversations.Conversations;
using ReasoningGrains.Inference.Engine;

namespace ReasoningGrains.Conversations.Workers;

/// <inheritdoc/>
[StatelessWorker(1), Reentrant]
internal sealed class ModelCatalogGrain(IEngine engine, TimeProvider time) : Grain, IModelCatalogGrain
{
    private readonly DateTimeOffset loaded = time.GetUtcNow();

    public Task<IReadOnlyList<ModelInfo>> Models()
        => Task.FromResult<IReadOnlyList<ModelInfo>>([new ModelInfo(engine.Model, loaded, engine.ContextLength, engine.Tokenizer.VocabularySize)]);

    public Task<IReadOnlyList<int>> Tokenize(string model, string text, bool special)
    {
        Require(model);
        return Task.FromResult<IReadOnlyList<int>>(engine.Tokenizer.Encode(text, special));
    }

    public Task<string> Detokenize(string model, IReadOnlyList<int> ids)
    {
        Require(model);
        if (ids.Any(id => (uint)id >= (uint)engine.Tokenizer.VocabularySize))
        {
            throw new ConversationException(ErrorCodes.Invalid, $"ids must be 0 to {engine.Tokenizer.VocabularySize - 1}.");
        }

        return Task.FromResult(Encoding.UTF8.GetString([.. ids.SelectMany(id => engine.Tokenizer.Bytes(id).ToArray())]));
    }

    public Task<string> Render(string model, IReadOnlyList<Item> messages, bool addGenerationPrompt)
    {
        Require(model);
        return Task.FromResult(Prompt.Rendered(engine.Model, () => engine.Template.Render(Prompt.Messages(messages, null), addGenerationPrompt)));
    }

    public async Task<IReadOnlyList<TokenLogProb>> Score(string model, IReadOnlyList<Item> messages, string answer)
    {
        Require(model);
        var prompt = Prompt.Rendered(engine.Model, () => engine.Template.Encode(Prompt.Messages(messages, null), addGenerationPrompt: true));
        var scored = engine.Tokenizer.Encode(answer, parseSpecial: false);
        if (prompt.Length + scored.Length >= engine.ContextLength)
        {
            throw new ConversationException(ErrorCodes.ContextTooLong, $"Messages and answer have {prompt.Length + scored.Length} tokens; {engine.Model} takes at most {engine.ContextLength - 1}.");
        }

        var request = new GenerationRequest { Sequence = "score", Tokens = new ReadOnlyMemory<int>([.. prompt, .. scored]), StopTokens = engine.Tokenizer.EndOfTurn };
        IReadOnlyList<float> probabilities;
        try
        {
            probabilities = (await engine.Score(request, scored.Length)).LogProbs;
        }
        catch (EngineOverloadedException e)
        {
            throw new ConversationException(ErrorCodes.Overloaded, e.Message);
        }

        return [.. scored.Select((id, i) => new TokenLogProb(id, Encoding.UTF8.GetString(engine.Tokenizer.Bytes(id).Span), probabilities[i], []))];
    }

    private void Require(string model)
    {
        if (model.Length > 0 && model != engine.Model)
        {
            throw new ConversationException(ErrorCodes.NotFound, $"There is no model {model}; this server serves {engine.Model}.");
        }
    }
}
