using System.Globalization;

namespace ReasoningGrains.Models.Templates.Jinja.Syntax;

internal sealed partial class Parser
{
    private static readonly string[] Comparisons = ["==", "!=", "<=", ">=", "<", ">"];

    /// <summary>One expression, or several with commas: a tuple.</summary>
    private Expression TupleExpression(bool withCondition = true)
    {
        var first = withCondition ? ConditionalExpression() : Or();
        if (!Current.Is(TokenKind.Operator, ","))
        {
            return first;
        }

        List<Expression> items = [first];
        while (TryOperator(",") && Current.Kind is not (TokenKind.BlockEnd or TokenKind.OutputEnd) && !Current.Is(TokenKind.Operator, ")"))
        {
            items.Add(withCondition ? ConditionalExpression() : Or());
        }

        return new ListLiteral(items, IsTuple: true);
    }

    private Expression ConditionalExpression() => Nested(() =>
    {
        var value = Or();
        while (TryWord("if"))
        {
            var condition = Or();
            value = new Conditional(condition, value, TryWord("else") ? ConditionalExpression() : null);
        }

        return value;
    });

    private Expression Or()
    {
        var left = And();
        while (TryWord("or"))
        {
            left = new Binary("or", left, And());
        }

        return left;
    }

    private Expression And()
    {
        var left = Not();
        while (TryWord("and"))
        {
            left = new Binary("and", left, Not());
        }

        return left;
    }

    private Expression Not() => TryWord("not") ? new Unary("not", Nested(Not)) : Compare();

    private Expression Compare()
    {
        var first = Sum();
        List<(string, Expression)> rest = [];
        while (TryComparison() is { } comparison)
        {
            rest.Add((comparison, Sum()));
        }

        return rest.Count == 0 ? first : new Comparison(first, rest);
    }

    private string? TryComparison()
    {
        if (Current.Kind == TokenKind.Operator && Comparisons.Contains(Current.Text))
        {
            return Take().Text;
        }

        if (Current.Is(TokenKind.Name, "not") && tokens[position + 1].Is(TokenKind.Name, "in"))
        {
            position += 2;
            return "not in";
        }

        return TryWord("in") ? "in" : null;
    }

    private Expression Sum() => LeftToRight(Concatenation, "+", "-");

    private Expression Concatenation() => LeftToRight(Product, "~");

    private Expression Product() => LeftToRight(Power, "*", "/", "//", "%");

    private Expression Power() => LeftToRight(() => Sign(withFilters: true), "**");

    private Expression LeftToRight(Func<Expression> operand, params ReadOnlySpan<string> operators)
    {
        var left = operand();
        while (Current.Kind == TokenKind.Operator && operators.Contains(Current.Text))
        {
            left = new Binary(Take().Text, left, operand());
        }

        return left;
    }

    private Expression Sign(bool withFilters)
    {
        var value = Current.Kind == TokenKind.Operator && Current.Text is "-" or "+"
            ? new Unary(Take().Text, Nested(() => Sign(withFilters: false)))
            : Primary();
        value = Postfix(value);
        return withFilters ? Filters(value) : value;
    }

    private Expression Primary()
    {
        var token = Take();
        switch (token.Kind)
        {
            case TokenKind.Name:
                return Word(token.Text);
            case TokenKind.String:
                var text = token.Text;
                while (Current.Kind == TokenKind.String)
                {
                    text += Take().Text;
                }

                return new Literal(text);
            case TokenKind.Integer:
                return long.TryParse(token.Text.Replace("_", "", StringComparison.Ordinal), NumberStyles.None, CultureInfo.InvariantCulture, out var number)
                    ? new Literal(number)
                    : throw Error($"the number {token.Text} is too large");
            case TokenKind.Float:
                return new Literal(double.Parse(token.Text.Replace("_", "", StringComparison.Ordinal), CultureInfo.InvariantCulture));
            default:
                return token.Text switch
                {
                    "(" => Nested(Parenthesis),
                    "[" => Nested(() => new ListLiteral(Items("]"))),
                    "{" => Nested(Dictionary),
                    _ => throw Error($"an expression was expected, not '{token.Text}'"),
                };
        }
    }

    private static Expression Word(string name) => name switch
    {
        "true" or "True" => new Literal(true),
        "false" or "False" => new Literal(false),
        "none" or "None" => new Literal(null),
        _ => new Variable(name),
    };

    private Expression Parenthesis()
    {
        if (TryOperator(")"))
        {
            return new ListLiteral([], IsTuple: true);
        }

        var value = TupleExpression();
        Expect(")");
        return value;
    }

    private List<Expression> Items(string close)
    {
        List<Expression> items = [];
        while (!TryOperator(close))
        {
            items.Add(ConditionalExpression());
            if (!Current.Is(TokenKind.Operator, close))
            {
                Expect(",");
            }
        }

        return items;
    }

    private DictionaryLiteral Dictionary()
    {
        List<(Expression, Expression)> entries = [];
        while (!TryOperator("}"))
        {
            var key = ConditionalExpression();
            Expect(":");
            entries.Add((key, ConditionalExpression()));
            if (!Current.Is(TokenKind.Operator, "}"))
            {
                Expect(",");
            }
        }

        return new DictionaryLiteral(entries);
    }
}
