using ReasoningGrains.Models.Templates.Jinja;
using ReasoningGrains.Models.Templates.Jinja.Values;
using ReasoningGrains.Models.Tokenizers;

namespace ReasoningGrains.Models.Templates;

/// <summary>A chat template in Jinja, as model files carry it.</summary>
internal sealed class JinjaChatTemplate : IChatTemplate
{
    private readonly JinjaTemplate template;
    private readonly IReadOnlyDictionary<string, string> specialTokens;
    private readonly BytePairTokenizer tokenizer;
    private readonly ContentGuard guard;
    private readonly ChatEncoder encoder;

    /// <param name="source">The template.</param>
    /// <param name="tokenizer">The model's tokenizer.</param>
    /// <param name="specialTokens">Spellings by the names that templates use: <c>bos_token</c>, <c>eos_token</c> …</param>
    /// <param name="time">For templates that write the date.</param>
    public JinjaChatTemplate(string source, BytePairTokenizer tokenizer, IReadOnlyDictionary<string, string> specialTokens, TimeProvider time)
    {
        template = new JinjaTemplate(source, time);
        guard = new ContentGuard(tokenizer.GuardedTokens);
        encoder = new ChatEncoder(tokenizer, guard);
        this.tokenizer = tokenizer;
        this.specialTokens = specialTokens;
    }

    /// <summary>What every prompt begins with, where the template does not write it; null is nothing.</summary>
    public string? Start { get; init; }

    public string Render(IReadOnlyList<ChatMessage> messages, bool addGenerationPrompt, bool? thinking = null) => Render(messages, addGenerationPrompt, thinking, at: null);

    public int[] Encode(IReadOnlyList<ChatMessage> messages, bool addGenerationPrompt, bool? thinking = null)
    {
        var rendered = Render([.. messages.Select(guard.Cover)], addGenerationPrompt, thinking);
        return tokenizer.Encode(rendered, parseSpecial: true, guard.Uncover);
    }

    public EncodedChat EncodeAfter(EncodedChat? former, IReadOnlyList<ChatMessage> messages, bool addGenerationPrompt, bool? thinking = null, DateTimeOffset? at = null)
        => encoder.Encode(Render([.. messages.Select(guard.Cover)], addGenerationPrompt, thinking, at), former);

    private string Render(IReadOnlyList<ChatMessage> messages, bool addGenerationPrompt, bool? thinking, DateTimeOffset? at)
    {
        var variables = new Dictionary<string, object?>(StringComparer.Ordinal)
        {
            ["messages"] = messages.Select(object? (message) => Value(message)).ToList(),
            ["add_generation_prompt"] = addGenerationPrompt,
            // As transformers renders: none, which is not undefined.
            ["tools"] = null,
            ["documents"] = null,
        };
        foreach (var (name, spelling) in specialTokens)
        {
            variables[name] = spelling;
        }

        if (thinking is { } wanted)
        {
            variables["enable_thinking"] = wanted;
        }

        var rendered = template.Render(variables, at);
        return Start is null || rendered.StartsWith(Start, StringComparison.Ordinal) ? rendered : Start + rendered;
    }

    private static Mapping Value(ChatMessage message)
    {
        var value = new Mapping(("role", message.Role), ("content", message.Content));
        if (message.Reasoning is { } reasoning)
        {
            value.Set("reasoning_content", reasoning);
        }

        return value;
    }
}
