namespace ReasoningGrains.Models.Templates.Jinja;

/// <summary>The names that a part of a template sees; what it sets stays in it. They are few, so that looking through them is quicker than a table, which each pass of a loop would make anew.</summary>
internal sealed class Scope(Scope? parent)
{
    private readonly List<(string Name, object? Value)> names = [];

    private Scope? Parent => parent;

    public bool TryGet(string name, out object? value)
    {
        for (var scope = this; scope is not null; scope = scope.Parent)
        {
            if (scope.Find(name) is >= 0 and var at)
            {
                value = scope.names[at].Value;
                return true;
            }
        }

        value = null;
        return false;
    }

    public void Set(string name, object? value)
    {
        if (Find(name) is >= 0 and var at)
        {
            names[at] = (name, value);
        }
        else
        {
            names.Add((name, value));
        }
    }

    private int Find(string name)
    {
        for (var i = 0; i < names.Count; i++)
        {
            if (names[i].Name == name)
            {
                return i;
            }
        }

        return -1;
    }
}
