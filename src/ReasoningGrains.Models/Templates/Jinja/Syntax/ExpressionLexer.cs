using System.Globalization;
using System.Text;

namespace ReasoningGrains.Models.Templates.Jinja.Syntax;

/// <summary>The tokens inside one tag.</summary>
internal sealed class ExpressionLexer(string source, int start, int firstLine, List<Token> tokens)
{
    private static readonly string[] Operators =
        ["//", "**", "==", "!=", "<=", ">=", "+", "-", "*", "/", "%", "~", "<", ">", "=", "(", ")", "[", "]", "{", "}", ",", ".", ":", "|", ";"];

    private int position = start;
    private int line = firstLine;
    private int depth;

    /// <summary>Reads up to the tag's end, which does not count inside brackets.</summary>
    /// <returns>The position of the end, its sign included.</returns>
    public int ReadUntil(string close)
    {
        while (true)
        {
            SkipBlanks();
            if (position == source.Length)
            {
                throw Error($"a tag has no '{close}'");
            }

            if (depth == 0 && Closes(close))
            {
                return position;
            }

            Next();
        }
    }

    private bool Closes(string close)
    {
        var rest = source.AsSpan(position);
        return rest.StartsWith(close) || (rest[0] == '-' && rest[1..].StartsWith(close)) || (rest[0] == '+' && close == "%}" && rest[1..].StartsWith(close));
    }

    private void SkipBlanks()
    {
        for (; position < source.Length && char.IsWhiteSpace(source[position]); position++)
        {
            line += source[position] == '\n' ? 1 : 0;
        }
    }

    private void Next()
    {
        var first = source[position];
        if (char.IsLetter(first) || first == '_')
        {
            Add(TokenKind.Name, End(position, character => char.IsLetterOrDigit(character) || character == '_'));
        }
        else if (char.IsAsciiDigit(first))
        {
            Number();
        }
        else if (first is '\'' or '"')
        {
            Text(first);
        }
        else
        {
            Operator();
        }
    }

    private void Number()
    {
        var end = End(position, character => char.IsAsciiDigit(character) || character == '_');
        var kind = TokenKind.Integer;
        if (end + 1 < source.Length && source[end] == '.' && char.IsAsciiDigit(source[end + 1]))
        {
            kind = TokenKind.Float;
            end = End(end + 1, char.IsAsciiDigit);
        }

        if (end < source.Length && source[end] is 'e' or 'E')
        {
            var digits = end + (end + 1 < source.Length && source[end + 1] is '+' or '-' ? 2 : 1);
            if (digits < source.Length && char.IsAsciiDigit(source[digits]))
            {
                kind = TokenKind.Float;
                end = End(digits, char.IsAsciiDigit);
            }
        }

        Add(kind, end);
    }

    private void Text(char quote)
    {
        var value = new StringBuilder();
        var began = line;
        for (position++; position < source.Length && source[position] != quote; position++)
        {
            line += source[position] == '\n' ? 1 : 0;
            value.Append(source[position] == '\\' ? Escape() : source[position].ToString());
        }

        if (position >= source.Length)
        {
            throw Error("a string has no end");
        }

        position++;
        tokens.Add(new Token(TokenKind.String, value.ToString(), began));
    }

    /// <summary>A Python escape; leaves the position on its last character.</summary>
    private string Escape()
    {
        var next = ++position < source.Length ? source[position] : throw Error("a string has no end");
        return next switch
        {
            'n' => "\n",
            't' => "\t",
            'r' => "\r",
            'b' => "\b",
            'f' => "\f",
            'v' => "\v",
            'a' => "\a",
            '0' => "\0",
            '\n' => "",
            '\\' or '\'' or '"' => next.ToString(),
            'x' => CodePoint(2),
            'u' => CodePoint(4),
            'U' => CodePoint(8),
            _ => "\\" + next,
        };
    }

    private string CodePoint(int digits)
    {
        var hex = position + digits < source.Length ? source.AsSpan(position + 1, digits) : "";
        if (!int.TryParse(hex, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var value) || value is < 0 or > 0x10FFFF)
        {
            throw Error($"a string has an escape '\\{source[position]}' without {digits} hexadecimal digits of a code point");
        }

        position += digits;
        return value < 0x10000 ? ((char)value).ToString() : char.ConvertFromUtf32(value);
    }

    private void Operator()
    {
        var rest = source.AsSpan(position);
        foreach (var candidate in Operators)
        {
            if (rest.StartsWith(candidate))
            {
                depth += candidate is "(" or "[" or "{" ? 1 : candidate is ")" or "]" or "}" ? -1 : 0;
                Add(TokenKind.Operator, position + candidate.Length);
                return;
            }
        }

        throw Error($"'{source[position]}' is not allowed in a tag");
    }

    private void Add(TokenKind kind, int end)
    {
        tokens.Add(new Token(kind, source[position..end], line));
        position = end;
    }

    private int End(int from, Func<char, bool> belongs)
    {
        while (from < source.Length && belongs(source[from]))
        {
            from++;
        }

        return from;
    }

    private ModelFormatException Error(string message) => new($"The chat template, line {line}: {message}.");
}
