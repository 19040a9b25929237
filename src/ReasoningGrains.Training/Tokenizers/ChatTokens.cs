namespace ReasoningGrains.Training.Tokenizers;

/// <summary>The tokens and the template of the built-in model's conversations. One token says who speaks; the reasoning of earlier turns stays, so that what was worked out once can be looked up.</summary>
public static class ChatTokens
{
    /// <summary>Ends an answer.</summary>
    public const string End = "<|im_end|>";

    /// <summary>Begins a message of the user.</summary>
    public const string User = "<|user|>";

    /// <summary>Begins an answer.</summary>
    public const string Assistant = "<|assistant|>";

    /// <summary>Begins instructions.</summary>
    public const string System = "<|system|>";

    /// <summary>Begins reasoning.</summary>
    public const string Think = "<think>";

    /// <summary>Ends reasoning.</summary>
    public const string EndThink = "</think>";

    /// <summary>All, in the order of their ids, from 0.</summary>
    public static IReadOnlyList<string> All { get; } = [End, User, Assistant, System, Think, EndThink];

    /// <summary>
    /// Jinja. A space stands before each text, so that a word is the same token at the beginning of a message and inside one; only an answer without reasoning begins bare, for the service shows it as it comes.
    /// </summary>
    public const string Template = """
        {%- for message in messages -%}
        {%- set content = message.content | trim -%}
        {%- if message.role == 'assistant' -%}
        {{- '<|assistant|>' -}}
        {%- if message.reasoning_content -%}
        {{- '<think> ' + (message.reasoning_content | trim) + '</think> ' -}}
        {%- endif -%}
        {{- content + '<|im_end|>' -}}
        {%- elif message.role == 'system' -%}
        {{- '<|system|> ' + content -}}
        {%- else -%}
        {{- '<|user|> ' + content -}}
        {%- endif -%}
        {%- endfor -%}
        {%- if add_generation_prompt -%}
        {{- '<|assistant|>' -}}
        {%- endif -%}
        """;
}
