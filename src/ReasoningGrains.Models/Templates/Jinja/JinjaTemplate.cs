using ReasoningGrains.Models.Templates.Jinja.Functions;
using ReasoningGrains.Models.Templates.Jinja.Syntax;

namespace ReasoningGrains.Models.Templates.Jinja;

/// <summary>
/// A Jinja template of the subset that chat templates use, parsed. Sandboxed: values have only the attributes listed in <see cref="Lookup"/>,
/// nothing but namespaces can be changed, and steps, text and depth are bounded. Thread-safe.
/// </summary>
internal sealed class JinjaTemplate
{
    // The longest template in use has some 30,000 characters.
    private const int LongestSource = 1 << 20;
    private readonly TimeProvider time;
    private readonly IReadOnlyList<Statement> statements;
    private readonly LocalLoop? loop;

    /// <param name="source">The template.</param>
    /// <param name="time">For templates that write the date.</param>
    /// <exception cref="ModelFormatException">It is none.</exception>
    public JinjaTemplate(string source, TimeProvider time)
    {
        statements = Parser.Parse(source.Length <= LongestSource
            ? source
            : throw new ModelFormatException($"The chat template has {source.Length} characters; allowed: {LongestSource}."));
        loop = LocalLoop.Of(statements);
        this.time = time;
    }

    /// <param name="variables">What it can name.</param>
    /// <param name="at">The time that it writes if it writes one; null is now.</param>
    /// <exception cref="ModelFormatException">The template refuses its variables, fails, or takes too much.</exception>
    public string Render(IReadOnlyDictionary<string, object?> variables, DateTimeOffset? at = null) => RenderAfter(null, default, variables, at).Text;

    /// <summary>The same text, at the cost of what it has more than a former rendering where the template has a <see cref="LocalLoop"/>.</summary>
    /// <param name="former">What a former rendering wrote; null writes all.</param>
    /// <param name="formerText">The former rendering.</param>
    /// <param name="variables">What it can name. Items that are the same as before must be the same objects to be known again.</param>
    /// <param name="at">The time that it writes if it writes one; null is now.</param>
    /// <returns>The rendering, and what the next can go on from.</returns>
    /// <exception cref="ModelFormatException">The template refuses its variables, fails, or takes too much.</exception>
    public (string Text, WrittenLoop? Loop) RenderAfter(WrittenLoop? former, ReadOnlyMemory<char> formerText, IReadOnlyDictionary<string, object?> variables, DateTimeOffset? at = null)
    {
        var budget = new Budget();
        var progress = loop is null ? null : new LoopProgress(loop, former, formerText);
        var interpreter = new Interpreter(budget, progress);
        try
        {
            var globals = ScopeOf(null, Globals.Create(() => at is { } then ? TimeZoneInfo.ConvertTime(then, time.LocalTimeZone) : time.GetLocalNow(), budget));
            var text = interpreter.Run(statements, ScopeOf(globals, variables));
            return (text, progress?.Written(text.Length));
        }
        catch (InsufficientExecutionStackException exception)
        {
            throw new ModelFormatException($"The chat template nests too deep in line {interpreter.Line}.", exception);
        }
        catch (OverflowException exception)
        {
            throw new ModelFormatException($"The chat template makes a number too large in line {interpreter.Line}.", exception);
        }
        catch (InvalidOperationException exception) when (exception.InnerException is ModelFormatException inner)
        {
            // Sorting wraps what a comparison throws.
            throw inner;
        }
    }

    private static Scope ScopeOf(Scope? parent, IReadOnlyDictionary<string, object?> names)
    {
        var scope = new Scope(parent);
        foreach (var (name, value) in names)
        {
            scope.Set(name, value);
        }

        return scope;
    }
}
