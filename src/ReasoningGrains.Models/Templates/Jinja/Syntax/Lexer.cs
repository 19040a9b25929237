namespace ReasoningGrains.Models.Templates.Jinja.Syntax;

/// <summary>
/// Cuts a template into tokens, with white space as Hugging Face sets Jinja up: <c>trim_blocks</c> (the newline after a block tag goes),
/// <c>lstrip_blocks</c> (blanks before a block tag that starts its line go), and <c>-</c> and <c>+</c> in tags.
/// </summary>
internal sealed class Lexer
{
    private readonly string source;
    private readonly List<Token> tokens = [];
    private int position;
    private int line = 1;
    private bool lineStart = true;

    private Lexer(string source) => this.source = source;

    public static IReadOnlyList<Token> Tokens(string template)
    {
        var source = template.Replace("\r\n", "\n", StringComparison.Ordinal).Replace('\r', '\n');
        var lexer = new Lexer(source.EndsWith('\n') ? source[..^1] : source);
        lexer.Run();
        return lexer.tokens;
    }

    private void Run()
    {
        while (position < source.Length)
        {
            var tag = NextTag();
            AddText(source[position..tag], tag);
            if (tag == source.Length)
            {
                break;
            }

            Tag(tag);
        }

        tokens.Add(new Token(TokenKind.End, "", line));
    }

    private int NextTag()
    {
        for (var at = source.IndexOf('{', position); at >= 0 && at + 1 < source.Length; at = source.IndexOf('{', at + 1))
        {
            if (source[at + 1] is '{' or '%' or '#')
            {
                return at;
            }
        }

        return source.Length;
    }

    private void AddText(string text, int tag)
    {
        var kept = text;
        var sign = tag + 2 < source.Length ? source[tag + 2] : ' ';
        if (tag < source.Length && sign == '-')
        {
            kept = text.TrimEnd();
        }
        else if (tag < source.Length && sign != '+' && source[tag + 1] != '{')
        {
            var lastLine = text.LastIndexOf('\n') + 1;
            if ((lastLine > 0 || lineStart) && string.IsNullOrWhiteSpace(text[lastLine..]))
            {
                kept = text[..lastLine];
            }
        }

        if (kept.Length > 0)
        {
            tokens.Add(new Token(TokenKind.Text, kept, line));
        }

        line += text.Count(character => character == '\n');
        position = tag;
    }

    private void Tag(int tag)
    {
        var kind = source[tag + 1];
        position = tag + 2;
        if (position < source.Length && (source[position] == '-' || source[position] == '+'))
        {
            position++;
        }

        if (kind == '#')
        {
            var end = source.IndexOf("#}", position, StringComparison.Ordinal);
            Advance(end < 0 ? throw Error("the comment '{#' has no '#}'") : end - (end > position && source[end - 1] is '-' or '+' ? 1 : 0));
            EndTag("#}");
        }
        else if (kind == '%' && Raw() is { } raw)
        {
            AddRaw(raw);
        }
        else
        {
            Expression(kind == '{' ? (TokenKind.OutputBegin, TokenKind.OutputEnd, "}}") : (TokenKind.BlockBegin, TokenKind.BlockEnd, "%}"));
        }
    }

    private void Expression((TokenKind Begin, TokenKind End, string Close) tag)
    {
        tokens.Add(new Token(tag.Begin, "", line));
        var expression = new ExpressionLexer(source, position, line, tokens);
        Advance(expression.ReadUntil(tag.Close));
        tokens.Add(new Token(tag.End, "", line));
        EndTag(tag.Close);
    }

    /// <summary>Past a tag's end, its sign and the white space that goes with it.</summary>
    private void EndTag(string close)
    {
        var sign = source[position] is '-' or '+' ? source[position++] : ' ';
        var end = position + close.Length;
        if (sign == '-')
        {
            while (end < source.Length && char.IsWhiteSpace(source[end]))
            {
                end++;
            }
        }
        else if (sign != '+' && close != "}}" && end < source.Length && source[end] == '\n')
        {
            end++;
        }

        Advance(end);
        lineStart = source[position - 1] == '\n';
    }

    /// <summary>The position after <c>raw</c> when this tag is one.</summary>
    private int? Raw()
    {
        var word = position;
        while (word < source.Length && char.IsWhiteSpace(source[word]))
        {
            word++;
        }

        var end = word + 3;
        while (end < source.Length && char.IsWhiteSpace(source[end]))
        {
            end++;
        }

        var closes = end < source.Length && (source[end] == '%' || source.AsSpan(end).StartsWith("-%}"));
        return closes && source.AsSpan(word).StartsWith("raw") ? end : null;
    }

    private void AddRaw(int end)
    {
        Advance(end);
        var trims = source[position] == '-';
        Advance(position + (trims ? 3 : 2));
        while (trims && position < source.Length && char.IsWhiteSpace(source[position]))
        {
            Advance(position + 1);
        }

        lineStart = false;
        for (var tag = source.IndexOf("{%", position, StringComparison.Ordinal); tag >= 0; tag = source.IndexOf("{%", tag + 2, StringComparison.Ordinal))
        {
            var word = tag + 2 + (tag + 2 < source.Length && source[tag + 2] is '-' or '+' ? 1 : 0);
            if (source.AsSpan(word).TrimStart().StartsWith("endraw"))
            {
                AddText(source[position..tag], tag);
                var close = source.IndexOf("%}", tag, StringComparison.Ordinal);
                Advance(close < 0 ? throw Error("'{% endraw' has no '%}'") : close - (source[close - 1] is '-' or '+' ? 1 : 0));
                EndTag("%}");
                return;
            }
        }

        throw Error("'{% raw %}' has no '{% endraw %}'");
    }

    private void Advance(int to)
    {
        line += source.AsSpan(position, to - position).Count('\n');
        position = to;
    }

    private ModelFormatException Error(string message) => new($"The chat template, line {line}: {message}.");
}
