namespace ReasoningGrains.Models.Templates.Jinja;

/// <summary>The names that a part of a template sees; what it sets stays in it.</summary>
internal sealed class Scope(Scope? parent, IDictionary<string, object?> names)
{
    public Scope(Scope parent) : this(parent, new Dictionary<string, object?>(StringComparer.Ordinal))
    {
    }

    public bool TryGet(string name, out object? value)
    {
        for (var scope = this; scope is not null; scope = scope.Parent)
        {
            if (scope.Names.TryGetValue(name, out value))
            {
                return true;
            }
        }

        value = null;
        return false;
    }

    public void Set(string name, object? value) => names[name] = value;

    private Scope? Parent => parent;

    private IDictionary<string, object?> Names => names;
}
