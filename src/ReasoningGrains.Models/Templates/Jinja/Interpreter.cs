using System.Collections.ObjectModel;
using System.Runtime.CompilerServices;
using System.Text;
using ReasoningGrains.Models.Templates.Jinja.Syntax;
using ReasoningGrains.Models.Templates.Jinja.Values;

namespace ReasoningGrains.Models.Templates.Jinja;

/// <summary>Runs one rendering. Bounded in steps, text and depth by a <see cref="Budget"/> and <see cref="DeepestNesting"/>.</summary>
/// <param name="budget">Of this rendering.</param>
/// <param name="progress">Its loop of which a former rendering may have written the beginning; null when the template has none.</param>
internal sealed partial class Interpreter(Budget budget, LoopProgress? progress)
{
    private const int DeepestNesting = 400;
    private StringBuilder output = new();
    private string bodyText = "";
    private int depth;
    private int loopDepth;

    private enum Flow
    {
        Next,
        Break,
        Continue,
    }

    /// <summary>The line of the statement that runs, for errors.</summary>
    public int Line { get; private set; } = 1;

    public string Run(IReadOnlyList<Statement> template, Scope scope)
    {
        ExecuteAll(template, scope);
        return progress is null ? output.ToString() : progress.Whole(output);
    }

    private void Enter()
    {
        budget.Step();
        RuntimeHelpers.EnsureSufficientExecutionStack();
        if (++depth > DeepestNesting)
        {
            throw new ModelFormatException($"The chat template nests more than {DeepestNesting} deep.");
        }
    }

    private void Write(string text)
    {
        budget.Characters(text.Length);
        output.Append(text);
    }

    /// <summary>What statements write, as text instead of output.</summary>
    private string Capture(IReadOnlyList<Statement> body, Scope scope)
    {
        var outer = output;
        output = new StringBuilder();
        ExecuteAll(body, scope);
        var text = output.ToString();
        output = outer;
        return text;
    }

    private object? EvaluateWithBody(Expression expression, string body, Scope scope)
    {
        var outer = bodyText;
        bodyText = body;
        var value = Evaluate(expression, scope);
        bodyText = outer;
        return value;
    }

    private Arguments Arguments(string callee, CallArguments arguments, Scope scope)
    {
        var positional = arguments.Positional.Count == 0 ? [] : new object?[arguments.Positional.Count];
        for (var i = 0; i < positional.Length; i++)
        {
            positional[i] = Evaluate(arguments.Positional[i], scope);
        }

        return new Arguments(callee, positional, arguments.Named.Count == 0
            ? ReadOnlyDictionary<string, object?>.Empty
            : arguments.Named.DistinctBy(argument => argument.Name).ToDictionary(argument => argument.Name, argument => Evaluate(argument.Value, scope), StringComparer.Ordinal));
    }
}
