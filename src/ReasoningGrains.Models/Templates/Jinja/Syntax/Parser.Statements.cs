namespace ReasoningGrains.Models.Templates.Jinja.Syntax;

internal sealed partial class Parser
{
    /// <summary>Statements up to a closing or dividing tag, whose begin stays unread.</summary>
    private List<Statement> Body()
    {
        List<Statement> statements = [];
        while (Current.Kind != TokenKind.End)
        {
            if (Current.Kind == TokenKind.Text)
            {
                statements.Add(new TextOutput(Current.Line, Take().Text));
            }
            else if (Current.Kind == TokenKind.OutputBegin)
            {
                statements.Add(new Output(Take().Line, TupleExpression()));
                Expect(TokenKind.OutputEnd);
            }
            else if (Divides(tokens[position + 1]))
            {
                break;
            }
            else
            {
                Expect(TokenKind.BlockBegin);
                statements.Add(Nested(Block));
            }
        }

        return statements;
    }

    private static bool Divides(Token word) => word.Kind == TokenKind.Name && (word.Text is "else" or "elif" || word.Text.StartsWith("end", StringComparison.Ordinal));

    private Statement Block()
    {
        var word = Expect(TokenKind.Name);
        return word.Text switch
        {
            "if" => IfBlock(word.Line),
            "for" => ForBlock(word.Line),
            "set" => SetStatement(word.Line),
            "macro" => MacroBlock(word.Line),
            "call" => CallStatement(word.Line),
            "filter" => FilterStatement(word.Line),
            "with" => WithBlock(word.Line),
            "generation" => new Group(word.Line, BodyUntil("endgeneration")),
            "break" => Closed(new Break(word.Line)),
            "continue" => Closed(new Continue(word.Line)),
            _ => throw Error($"the tag '{word.Text}' is not supported; allowed: if, for, set, macro, call, filter, with, raw, generation, break, continue"),
        };
    }

    private Statement Closed(Statement statement)
    {
        Expect(TokenKind.BlockEnd);
        return statement;
    }

    /// <summary>The end of this tag, a body and the closing tag.</summary>
    private List<Statement> BodyUntil(string closing)
    {
        Expect(TokenKind.BlockEnd);
        var body = Body();
        Closing(closing);
        return body;
    }

    private void Closing(string word)
    {
        Expect(TokenKind.BlockBegin);
        Expect(word);
        Expect(TokenKind.BlockEnd);
    }

    private If IfBlock(int line)
    {
        List<(Expression, IReadOnlyList<Statement>)> branches = [];
        do
        {
            var condition = TupleExpression();
            Expect(TokenKind.BlockEnd);
            branches.Add((condition, Body()));
            Expect(TokenKind.BlockBegin);
        }
        while (TryWord("elif"));

        return new If(line, branches, Otherwise("endif"));
    }

    /// <summary>After a tag's begin: <c>else</c> with its body, or nothing; then the closing word.</summary>
    private List<Statement> Otherwise(string closing)
    {
        if (TryWord("else"))
        {
            return BodyUntil(closing);
        }

        Expect(closing);
        Expect(TokenKind.BlockEnd);
        return [];
    }

    private For ForBlock(int line)
    {
        var target = Targets();
        Expect("in");
        var items = TupleExpression(withCondition: false);
        var condition = TryWord("if") ? ConditionalExpression() : null;
        if (Current.Is(TokenKind.Name, "recursive"))
        {
            throw Error("recursive loops are not supported");
        }

        Expect(TokenKind.BlockEnd);
        var body = Body();
        Expect(TokenKind.BlockBegin);
        return new For(line, target, items, condition, body, Otherwise("endfor"));
    }

    private Statement SetStatement(int line)
    {
        var target = Targets();
        if (TryOperator("="))
        {
            return Closed(new Set(line, target, TupleExpression()));
        }

        var value = Current.Is(TokenKind.Operator, "|") ? Filters(new BodyText()) : new BodyText();
        return new SetBlock(line, target, value, BodyUntil("endset"));
    }

    private Macro MacroBlock(int line) => new(line, Expect(TokenKind.Name).Text, Parameters(), BodyUntil("endmacro"));

    private CallBlock CallStatement(int line)
    {
        var parameters = Current.Is(TokenKind.Operator, "(") ? Parameters() : [];
        return ConditionalExpression() is Call call ? new CallBlock(line, parameters, call, BodyUntil("endcall")) : throw Error("'call' needs a call");
    }

    private FilterBlock FilterStatement(int line)
    {
        var value = FilterNamed(new BodyText());
        return new FilterBlock(line, Filters(value), BodyUntil("endfilter"));
    }

    private With WithBlock(int line)
    {
        List<Set> variables = [];
        while (Current.Kind != TokenKind.BlockEnd)
        {
            if (variables.Count > 0)
            {
                Expect(",");
            }

            var target = SingleTarget();
            Expect("=");
            variables.Add(new Set(line, target, ConditionalExpression()));
        }

        return new With(line, variables, BodyUntil("endwith"));
    }

    private List<Parameter> Parameters()
    {
        List<Parameter> parameters = [];
        Expect("(");
        while (!TryOperator(")"))
        {
            if (parameters.Count > 0)
            {
                Expect(",");
            }

            parameters.Add(new Parameter(Expect(TokenKind.Name).Text, TryOperator("=") ? ConditionalExpression() : null));
        }

        return parameters;
    }

    private Target Targets()
    {
        List<Target> targets = [SingleTarget()];
        while (TryOperator(","))
        {
            targets.Add(SingleTarget());
        }

        return targets.Count == 1 ? targets[0] : new TupleTarget(targets);
    }

    private Target SingleTarget()
    {
        if (TryOperator("("))
        {
            var inner = Nested(Targets);
            Expect(")");
            return inner;
        }

        var name = Expect(TokenKind.Name).Text;
        return TryOperator(".") ? new AttributeTarget(name, Expect(TokenKind.Name).Text) : new NameTarget(name);
    }
}
