using ReasoningGrains.Models.Templates.Jinja.Syntax;
using ReasoningGrains.Models.Templates.Jinja.Values;

namespace ReasoningGrains.Models.Templates.Jinja;

internal sealed partial class Interpreter
{
    private Flow ExecuteAll(IReadOnlyList<Statement> statements, Scope scope)
    {
        for (var i = 0; i < statements.Count; i++)
        {
            var statement = statements[i];
            Line = statement.Line;
            Enter();
            var flow = Execute(statement, scope);
            depth--;
            if (flow != Flow.Next)
            {
                return flow;
            }
        }

        return Flow.Next;
    }

    private Flow Execute(Statement statement, Scope scope)
    {
        switch (statement)
        {
            case TextOutput text:
                Write(text.Text);
                return Flow.Next;
            case Output output:
                Write(output.Value, scope);
                return Flow.Next;
            case If choice:
                return ExecuteAll(Branch(choice, scope), scope);
            case For loop:
                return Repeat(loop, scope);
            case Set set:
                Assign(set.Target, Evaluate(set.Value, scope), scope);
                return Flow.Next;
            case SetBlock set:
                Assign(set.Target, EvaluateWithBody(set.Value, Capture(set.Body, new Scope(scope)), scope), scope);
                return Flow.Next;
            case FilterBlock filter:
                Write(PythonText.Of(EvaluateWithBody(filter.Value, Capture(filter.Body, new Scope(scope)), scope), budget));
                return Flow.Next;
            case Macro macro:
                scope.Set(macro.Name, Callable(macro.Name, macro.Parameters, macro.Body, scope));
                return Flow.Next;
            case CallBlock call:
                var inner = new Scope(scope);
                inner.Set("caller", Callable("caller", call.Parameters, call.Body, scope));
                Write(PythonText.Of(CallWithCaller(call.Call, inner), budget));
                return Flow.Next;
            case With with:
                return ExecuteAll(with.Body, Variables(with, scope));
            case Group group:
                return ExecuteAll(group.Body, scope);
            case Break:
                return Flow.Break;
            case Continue:
                return Flow.Continue;
            default:
                throw new InvalidOperationException($"The parser made a {statement.GetType().Name} that the interpreter does not know.");
        }
    }

    /// <summary>Writes a value; texts that it joins one by one.</summary>
    private void Write(Expression expression, Scope scope)
    {
        if (expression is not Binary { Operator: "+" } sum)
        {
            Write(PythonText.Of(Evaluate(expression, scope), budget));
            return;
        }

        var value = Add(sum, scope);
        if (value is not TextParts parts)
        {
            Write(PythonText.Of(value, budget));
            return;
        }

        foreach (var part in parts)
        {
            Write(part);
        }
    }

    private IReadOnlyList<Statement> Branch(If choice, Scope scope)
    {
        for (var i = 0; i < choice.Branches.Count; i++)
        {
            var (condition, body) = choice.Branches[i];
            if (Truth.Of(Evaluate(condition, scope)))
            {
                return body;
            }
        }

        return choice.Otherwise;
    }

    private Flow Repeat(For statement, Scope scope)
    {
        var items = Chosen(statement, scope);
        if (items.Count == 0)
        {
            return ExecuteAll(statement.Otherwise, scope);
        }

        var local = progress is not null && progress.Is(statement) ? progress : null;
        var loop = new Loop(items, loopDepth++, budget) { Index = local is null ? 0 : GoOn(local, items, scope) };
        for (; loop.Index < items.Count; loop.Index++)
        {
            var inner = new Scope(scope);
            inner.Set("loop", loop);
            Assign(statement.Target, items[loop.Index], inner);
            if (ExecuteAll(statement.Body, inner) == Flow.Break)
            {
                break;
            }

            local?.End(output);
        }

        loopDepth--;
        return Flow.Next;
    }

    /// <summary>Items of a loop that a former rendering has written. What it wrote counts as if it were written now.</summary>
    private int GoOn(LoopProgress local, IReadOnlyList<object?> items, Scope scope)
    {
        var written = local.Begin(items, scope, output);
        budget.Characters(local.Taken);
        return written;
    }

    private IReadOnlyList<object?> Chosen(For statement, Scope scope)
    {
        var items = Sequences.Of(Evaluate(statement.Items, scope), budget);
        return statement.Condition is not { } condition ? items : [.. items.Where(item =>
        {
            var inner = new Scope(scope);
            Assign(statement.Target, item, inner);
            return Truth.Of(Evaluate(condition, inner));
        })];
    }

    private Scope Variables(With with, Scope scope)
    {
        var inner = new Scope(scope);
        foreach (var variable in with.Variables)
        {
            Assign(variable.Target, Evaluate(variable.Value, scope), inner);
        }

        return inner;
    }

    private static void Assign(Target target, object? value, Scope scope)
    {
        switch (target)
        {
            case NameTarget name:
                scope.Set(name.Name, value);
                break;
            case AttributeTarget attribute when scope.TryGet(attribute.Name, out var found) && found is Namespace space:
                space.Attributes[attribute.Attribute] = value;
                break;
            case TupleTarget tuple when value is IReadOnlyList<object?> list && list.Count == tuple.Items.Count:
                for (var i = 0; i < list.Count; i++)
                {
                    Assign(tuple.Items[i], list[i], scope);
                }

                break;
            case AttributeTarget attribute:
                throw new ModelFormatException($"The chat template sets '{attribute.Name}.{attribute.Attribute}'; allowed: an attribute of a namespace.");
            default:
                throw new ModelFormatException($"The chat template unpacks {TypeNames.Of(value)} into another number of names.");
        }
    }
}
