namespace ReasoningGrains.Models.Templates.Jinja.Syntax;

/// <summary>Tokens to nodes; the grammar is that of Jinja 3.1's own parser.</summary>
internal sealed partial class Parser
{
    private const int DeepestNesting = 100;
    private readonly IReadOnlyList<Token> tokens;
    private int position;
    private int nesting;

    private Parser(IReadOnlyList<Token> tokens) => this.tokens = tokens;

    private Token Current => tokens[position];

    /// <exception cref="ModelFormatException">The template is not of the subset that chat templates use; names the line.</exception>
    public static IReadOnlyList<Statement> Parse(string template)
    {
        var parser = new Parser(Lexer.Tokens(template));
        var body = parser.Body();
        return parser.Current.Kind == TokenKind.End ? body : throw parser.Error($"'{parser.Current.Text}' closes nothing");
    }

    private Token Take()
    {
        var token = Current;
        if (token.Kind != TokenKind.End)
        {
            position++;
        }

        return token;
    }

    private bool TryTake(TokenKind kind, string text)
    {
        if (!Current.Is(kind, text))
        {
            return false;
        }

        position++;
        return true;
    }

    private bool TryOperator(string text) => TryTake(TokenKind.Operator, text);

    private bool TryWord(string text) => TryTake(TokenKind.Name, text);

    private void Expect(string text)
    {
        if (!TryTake(TokenKind.Operator, text) && !TryTake(TokenKind.Name, text))
        {
            throw Error($"'{text}' was expected, not '{Current.Text}'");
        }
    }

    private Token Expect(TokenKind kind) => Current.Kind == kind ? Take() : throw Error($"{kind} was expected, not {Current.Kind} '{Current.Text}'");

    private T Nested<T>(Func<T> parse)
    {
        if (++nesting > DeepestNesting)
        {
            throw Error($"it nests more than {DeepestNesting} deep");
        }

        var result = parse();
        nesting--;
        return result;
    }

    private ModelFormatException Error(string message) => new($"The chat template, line {Current.Line}: {message}.");
}
