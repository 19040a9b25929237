using ReasoningGrains.Models.Templates.Jinja.Values;

namespace ReasoningGrains.Models.Templates.Jinja;

/// <summary>The names that a part of a template sees; what it sets stays in it.</summary>
internal sealed class Scope(Scope? parent)
{
    private readonly Mapping names = new();

    private Scope? Parent => parent;

    public bool TryGet(string name, out object? value)
    {
        for (var scope = this; scope is not null; scope = scope.Parent)
        {
            if (scope.names.TryGet(name, out value))
            {
                return true;
            }
        }

        value = null;
        return false;
    }

    public void Set(string name, object? value) => names.Set(name, value);
}
