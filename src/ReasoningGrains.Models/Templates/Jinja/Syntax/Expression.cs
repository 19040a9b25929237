namespace ReasoningGrains.Models.Templates.Jinja.Syntax;

/// <summary>An expression's node.</summary>
internal abstract record Expression;

internal sealed record Literal(object? Value) : Expression;

internal sealed record Variable(string Name) : Expression;

/// <param name="Items">The items.</param>
/// <param name="IsTuple">Written with parentheses or bare commas; prints so.</param>
internal sealed record ListLiteral(IReadOnlyList<Expression> Items, bool IsTuple = false) : Expression;

internal sealed record DictionaryLiteral(IReadOnlyList<(Expression Key, Expression Value)> Entries) : Expression;

/// <summary><c>value.name</c>.</summary>
internal sealed record Attribute(Expression Value, string Name) : Expression;

/// <summary><c>value[index]</c>.</summary>
internal sealed record Item(Expression Value, Expression Index) : Expression;

/// <summary><c>value[from:to:step]</c>.</summary>
internal sealed record Slice(Expression Value, Expression? From, Expression? To, Expression? Step) : Expression;

internal sealed record CallArguments(IReadOnlyList<Expression> Positional, IReadOnlyList<(string Name, Expression Value)> Named)
{
    public static CallArguments None { get; } = new([], []);
}

internal sealed record Call(Expression Function, CallArguments Arguments) : Expression;

/// <summary><c>value | name(arguments)</c>.</summary>
internal sealed record Filter(Expression Value, string Name, CallArguments Arguments) : Expression;

/// <summary><c>value is name(arguments)</c>.</summary>
internal sealed record Test(Expression Value, string Name, CallArguments Arguments, bool Negated) : Expression;

/// <summary><c>-</c>, <c>+</c> or <c>not</c>.</summary>
internal sealed record Unary(string Operator, Expression Operand) : Expression;

internal sealed record Binary(string Operator, Expression Left, Expression Right) : Expression;

/// <summary><c>a &lt; b &lt;= c</c>: each neighbour pair holds.</summary>
internal sealed record Comparison(Expression First, IReadOnlyList<(string Operator, Expression Right)> Rest) : Expression;

/// <summary><c>then if condition else otherwise</c>.</summary>
internal sealed record Conditional(Expression Condition, Expression Then, Expression? Otherwise) : Expression;
