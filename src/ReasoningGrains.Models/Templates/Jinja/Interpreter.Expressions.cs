using ReasoningGrains.Models.Templates.Jinja.Functions;
using ReasoningGrains.Models.Templates.Jinja.Syntax;
using ReasoningGrains.Models.Templates.Jinja.Values;

namespace ReasoningGrains.Models.Templates.Jinja;

internal sealed partial class Interpreter
{
    private object? Evaluate(Expression expression, Scope scope)
    {
        Enter();
        var value = expression switch
        {
            Literal literal => literal.Value,
            Variable variable => scope.TryGet(variable.Name, out var found) ? found : new Undefined(variable.Name),
            Syntax.Attribute attribute => Lookup.Attribute(Evaluate(attribute.Value, scope), attribute.Name, budget),
            Item item => Lookup.Item(Evaluate(item.Value, scope), Evaluate(item.Index, scope), budget),
            Slice slice => Subscript.Slice(Evaluate(slice.Value, scope), Bound(slice.From, scope), Bound(slice.To, scope), Bound(slice.Step, scope) ?? 1, budget),
            Call call => CallValue(call, scope),
            Filter filter => Filters.Apply(filter.Name, Evaluate(filter.Value, scope), Arguments(filter.Name, filter.Arguments, scope), budget),
            Test test => Tests.Apply(test.Name, Evaluate(test.Value, scope), Arguments(test.Name, test.Arguments, scope), budget) != test.Negated,
            Unary unary => ApplyUnary(unary.Operator, Evaluate(unary.Operand, scope)),
            Binary binary => ApplyBinary(binary, scope),
            Comparison comparison => Compares(comparison, scope),
            Conditional conditional => Choose(conditional, scope),
            ListLiteral { IsTuple: true } tuple => tuple.Items.Select(item => Evaluate(item, scope)).ToArray(),
            ListLiteral list => list.Items.Select(item => Evaluate(item, scope)).ToList(),
            DictionaryLiteral dictionary => CreateMapping(dictionary, scope),
            BodyText => bodyText,
            _ => throw new InvalidOperationException($"The parser made a {expression.GetType().Name} that the interpreter does not know."),
        };
        depth--;
        return value;
    }

    private object? CallValue(Call call, Scope scope)
    {
        var name = call.Function switch
        {
            Variable variable => variable.Name,
            Syntax.Attribute attribute => attribute.Name,
            _ => "it",
        };
        return Evaluate(call.Function, scope) is Function function
            ? function(Arguments(name, call.Arguments, scope))
            : throw new ModelFormatException($"The chat template calls '{name}', which is no function.");
    }

    private static object? ApplyUnary(string name, object? value) => name switch
    {
        "not" => !Truth.Of(value),
        "-" => Arithmetic.Negate(value),
        _ => Arithmetic.Negate(Arithmetic.Negate(value)),
    };

    private object? ApplyBinary(Binary binary, Scope scope)
    {
        if (binary.Operator == "+")
        {
            return Add(binary, scope) is var sum && sum is TextParts parts ? string.Concat(parts) : sum;
        }

        var left = Evaluate(binary.Left, scope);
        return binary.Operator switch
        {
            "and" => Truth.Of(left) ? Evaluate(binary.Right, scope) : left,
            "or" => Truth.Of(left) ? left : Evaluate(binary.Right, scope),
            _ => Arithmetic.Apply(binary.Operator, left, Evaluate(binary.Right, scope), budget),
        };
    }

    /// <summary>The sum, from left to right; texts are left as <see cref="TextParts"/>, to be joined once.</summary>
    private object? Add(Binary sum, Scope scope)
    {
        object? left;
        if (sum.Left is Binary { Operator: "+" } inner)
        {
            Enter();
            left = Add(inner, scope);
            depth--;
        }
        else
        {
            left = Evaluate(sum.Left, scope);
        }

        var right = Evaluate(sum.Right, scope);
        if (right is string text && left is string or TextParts)
        {
            var parts = left as TextParts ?? Begin((string)left);
            parts.Add(text);
            budget.Characters(text.Length);
            return parts;
        }

        return Arithmetic.Apply(sum.Operator, left is TextParts joined ? string.Concat(joined) : left, right, budget);
    }

    private TextParts Begin(string first)
    {
        budget.Characters(first.Length);
        return [first];
    }

    private bool Compares(Comparison comparison, Scope scope)
    {
        var left = Evaluate(comparison.First, scope);
        for (var i = 0; i < comparison.Rest.Count; i++)
        {
            var (name, operand) = comparison.Rest[i];
            var right = Evaluate(operand, scope);
            var holds = name switch
            {
                "==" => Compare.Same(left, right, budget),
                "!=" => !Compare.Same(left, right, budget),
                "<" => Compare.Order(left, right, budget) < 0,
                "<=" => Compare.Order(left, right, budget) <= 0,
                ">" => Compare.Order(left, right, budget) > 0,
                ">=" => Compare.Order(left, right, budget) >= 0,
                "in" => Compare.Contains(right, left, budget),
                _ => !Compare.Contains(right, left, budget),
            };
            if (!holds)
            {
                return false;
            }

            left = right;
        }

        return true;
    }

    private object? Choose(Conditional conditional, Scope scope)
    {
        if (Truth.Of(Evaluate(conditional.Condition, scope)))
        {
            return Evaluate(conditional.Then, scope);
        }

        return conditional.Otherwise is { } otherwise ? Evaluate(otherwise, scope) : new Undefined("the else part");
    }

    private Mapping CreateMapping(DictionaryLiteral dictionary, Scope scope)
    {
        var mapping = new Mapping();
        foreach (var (key, value) in dictionary.Entries)
        {
            mapping.Set(Evaluate(key, scope), Evaluate(value, scope));
        }

        return mapping;
    }

    private long? Bound(Expression? expression, Scope scope) => expression is null ? null : Evaluate(expression, scope) switch
    {
        null => null,
        long number => number,
        var other => throw new ModelFormatException($"The chat template slices with {TypeNames.Of(other)}; allowed: an integer."),
    };

    /// <summary>Texts of a sum, which no template sees.</summary>
    private sealed class TextParts : List<string>;
}
