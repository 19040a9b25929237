namespace ReasoningGrains.Models.Templates.Jinja.Syntax;

internal sealed partial class Parser
{
    /// <summary>Attributes, items, slices and calls after a value.</summary>
    private Expression Postfix(Expression value)
    {
        while (true)
        {
            if (TryOperator("."))
            {
                value = Current.Kind == TokenKind.Integer ? new Item(value, Primary()) : new Attribute(value, Expect(TokenKind.Name).Text);
            }
            else if (TryOperator("["))
            {
                value = Subscript(value);
            }
            else if (TryOperator("("))
            {
                value = new Call(value, Arguments());
            }
            else
            {
                return value;
            }
        }
    }

    private Expression Subscript(Expression value)
    {
        var from = Current.Is(TokenKind.Operator, ":") ? null : ConditionalExpression();
        if (from is not null && TryOperator("]"))
        {
            return new Item(value, from);
        }

        Expect(":");
        var to = EndsPart() ? null : ConditionalExpression();
        var step = TryOperator(":") && !EndsPart() ? ConditionalExpression() : null;
        Expect("]");
        return new Slice(value, from, to, step);
    }

    private bool EndsPart() => Current.Kind == TokenKind.Operator && Current.Text is ":" or "]";

    /// <summary>Filters, tests and calls of their results.</summary>
    private Expression Filters(Expression value)
    {
        while (true)
        {
            if (TryOperator("|"))
            {
                value = FilterNamed(value);
            }
            else if (TryWord("is"))
            {
                value = TestNamed(value);
            }
            else if (TryOperator("("))
            {
                value = new Call(value, Arguments());
            }
            else
            {
                return value;
            }
        }
    }

    private Filter FilterNamed(Expression value)
    {
        var name = Expect(TokenKind.Name).Text;
        return new Filter(value, name, TryOperator("(") ? Arguments() : CallArguments.None);
    }

    private Test TestNamed(Expression value)
    {
        var negated = TryWord("not");
        var name = Expect(TokenKind.Name).Text;
        var arguments = TryOperator("(") ? Arguments() : StartsArgument() ? new CallArguments([Postfix(Primary())], []) : CallArguments.None;
        return new Test(value, name, arguments, negated);
    }

    private bool StartsArgument() => Current.Kind switch
    {
        TokenKind.Name => Current.Text is not ("else" or "or" or "and" or "if" or "is" or "in" or "not"),
        TokenKind.String or TokenKind.Integer or TokenKind.Float => true,
        TokenKind.Operator => Current.Text is "[" or "{",
        _ => false,
    };

    private CallArguments Arguments()
    {
        List<Expression> positional = [];
        List<(string, Expression)> named = [];
        while (!TryOperator(")"))
        {
            if (Current.Kind == TokenKind.Operator && Current.Text is "*" or "**")
            {
                throw Error("'*' and '**' arguments are not supported");
            }

            if (Current.Kind == TokenKind.Name && tokens[position + 1].Is(TokenKind.Operator, "="))
            {
                var name = Take().Text;
                position++;
                named.Add((name, ConditionalExpression()));
            }
            else
            {
                positional.Add(named.Count == 0 ? ConditionalExpression() : throw Error("a positional argument stands after a named one"));
            }

            if (!Current.Is(TokenKind.Operator, ")"))
            {
                Expect(",");
            }
        }

        return new CallArguments(positional, named);
    }
}
