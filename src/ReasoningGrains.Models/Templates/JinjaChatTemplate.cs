using ReasoningGrains.Models.Templates.Jinja;
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

    public string Render(IReadOnlyList<ChatMessage> messages, bool addGenerationPrompt, bool? thinking = null)
        => Render(CoveredMessages.Of(messages, guard: null), addGenerationPrompt, thinking, at: null, former: null).Text;

    public int[] Encode(IReadOnlyList<ChatMessage> messages, bool addGenerationPrompt, bool? thinking = null)
    {
        var rendered = Render(CoveredMessages.Of(messages, guard), addGenerationPrompt, thinking, at: null, former: null);
        return tokenizer.Encode(rendered.Text, parseSpecial: true, guard.Uncover);
    }

    public EncodedChat EncodeAfter(EncodedChat? former, IReadOnlyList<ChatMessage> messages, bool addGenerationPrompt, bool? thinking = null, DateTimeOffset? at = null)
        => encoder.Encode(Render(CoveredMessages.Of(messages, guard, former?.Rendered.Messages), addGenerationPrompt, thinking, at, former?.Rendered), former);

    private RenderedChat Render(CoveredMessages messages, bool addGenerationPrompt, bool? thinking, DateTimeOffset? at, RenderedChat? former)
    {
        var variables = new Dictionary<string, object?>(StringComparer.Ordinal)
        {
            ["messages"] = messages.Values,
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

        var (text, loop) = template.RenderAfter(former?.Loop, former?.Template ?? default, variables, at);
        return new RenderedChat(Start is null || text.StartsWith(Start, StringComparison.Ordinal) ? text : Start + text, messages, loop);
    }
}
