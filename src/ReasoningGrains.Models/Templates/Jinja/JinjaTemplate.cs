using ReasoningGrains.Models.Templates.Jinja.Functions;
using ReasoningGrains.Models.Templates.Jinja.Syntax;

namespace ReasoningGrains.Models.Templates.Jinja;

/// <summary>
/// A Jinja template of the subset that chat templates use, parsed. Sandboxed: values have only the attributes listed in <see cref="Lookup"/>,
/// nothing but namespaces can be changed, and steps, text and depth are bounded. Thread-safe.
/// </summary>
internal sealed class JinjaTemplate(string source, TimeProvider time)
{
    // The longest template in use has some 30,000 characters.
    private const int LongestSource = 1 << 20;
    private readonly IReadOnlyList<Statement> statements = Parser.Parse(source.Length <= LongestSource
        ? source
        : throw new ModelFormatException($"The chat template has {source.Length} characters; allowed: {LongestSource}."));

    /// <param name="variables">What it can name.</param>
    /// <param name="at">The time that it writes if it writes one; null is now.</param>
    /// <exception cref="ModelFormatException">The template refuses its variables, fails, or takes too much.</exception>
    public string Render(IReadOnlyDictionary<string, object?> variables, DateTimeOffset? at = null)
    {
        var budget = new Budget();
        var interpreter = new Interpreter(budget);
        try
        {
            var globals = ScopeOf(null, Globals.Create(() => at is { } then ? TimeZoneInfo.ConvertTime(then, time.LocalTimeZone) : time.GetLocalNow(), budget));
            return interpreter.Run(statements, ScopeOf(globals, variables));
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
