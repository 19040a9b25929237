namespace ReasoningGrains.Models.Templates.Jinja.Syntax;

/// <summary>A statement's node.</summary>
/// <param name="Line">Line in the template, from 1.</param>
internal abstract record Statement(int Line);

internal sealed record TextOutput(int Line, string Text) : Statement(Line);

internal sealed record Output(int Line, Expression Value) : Statement(Line);

internal sealed record If(int Line, IReadOnlyList<(Expression Condition, IReadOnlyList<Statement> Body)> Branches, IReadOnlyList<Statement> Otherwise) : Statement(Line);

internal sealed record For(int Line, Target Target, Expression Items, Expression? Condition, IReadOnlyList<Statement> Body, IReadOnlyList<Statement> Otherwise) : Statement(Line);

internal sealed record Set(int Line, Target Target, Expression Value) : Statement(Line);

/// <summary><c>{% set name | filters %}…{% endset %}</c>: the filters are applied to <see cref="BodyText"/>.</summary>
internal sealed record SetBlock(int Line, Target Target, Expression Value, IReadOnlyList<Statement> Body) : Statement(Line);

internal sealed record FilterBlock(int Line, Expression Value, IReadOnlyList<Statement> Body) : Statement(Line);

internal sealed record Macro(int Line, string Name, IReadOnlyList<Parameter> Parameters, IReadOnlyList<Statement> Body) : Statement(Line);

/// <summary><c>{% call(parameters) function(…) %}…{% endcall %}</c>: the body is the function's <c>caller</c>.</summary>
internal sealed record CallBlock(int Line, IReadOnlyList<Parameter> Parameters, Call Call, IReadOnlyList<Statement> Body) : Statement(Line);

internal sealed record With(int Line, IReadOnlyList<Set> Variables, IReadOnlyList<Statement> Body) : Statement(Line);

/// <summary><c>generation</c> blocks, which only mark what a model wrote.</summary>
internal sealed record Group(int Line, IReadOnlyList<Statement> Body) : Statement(Line);

internal sealed record Break(int Line) : Statement(Line);

internal sealed record Continue(int Line) : Statement(Line);

internal sealed record Parameter(string Name, Expression? Default);

/// <summary>The rendered body of a block, where a filter is applied to it.</summary>
internal sealed record BodyText : Expression;

/// <summary>What a <c>set</c> or <c>for</c> assigns to.</summary>
internal abstract record Target;

internal sealed record NameTarget(string Name) : Target;

/// <summary><c>namespace.attribute</c>.</summary>
internal sealed record AttributeTarget(string Name, string Attribute) : Target;

internal sealed record TupleTarget(IReadOnlyList<Target> Items) : Target;
