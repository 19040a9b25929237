using ReasoningGrains.Models.Templates.Jinja.Syntax;

namespace ReasoningGrains.Models.Templates.Jinja;

/// <summary>
/// A loop at the top of a template whose body writes of an item what depends on that item, on its place and on a few names alone, as most templates' loop over the messages does:
/// of a conversation that has grown it need not write the beginning again.
/// </summary>
internal sealed class LocalLoop
{
    private readonly For statement;

    private LocalLoop(For statement, LocalBody body)
    {
        this.statement = statement;
        (SeesLast, Reads) = (body.SeesLast, [.. body.Reads]);
    }

    /// <summary>The body asks whether an item is the last.</summary>
    public bool SeesLast { get; }

    /// <summary>What the body reads besides.</summary>
    public IReadOnlyList<OuterRead> Reads { get; }

    /// <summary>The first such loop of a template, or null when it has none.</summary>
    public static LocalLoop? Of(IReadOnlyList<Statement> template)
    {
        foreach (var loop in template.OfType<For>())
        {
            if (loop is { Condition: null, Target: NameTarget target } && LocalBody.Of(loop.Body, target.Name) is { } body)
            {
                return new LocalLoop(loop, body);
            }
        }

        return null;
    }

    public bool Is(For other) => ReferenceEquals(statement, other);
}
