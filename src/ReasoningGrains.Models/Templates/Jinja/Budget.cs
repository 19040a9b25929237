namespace ReasoningGrains.Models.Templates.Jinja;

/// <summary>What one rendering may use; a template is data from a file and may be hostile.</summary>
internal sealed class Budget
{
    private const long MostSteps = 20_000_000;
    private const long MostCharacters = 256L << 20;
    private long steps;
    private long characters;

    /// <summary>Counts one evaluated node or one item looked at.</summary>
    public void Step(long count = 1)
    {
        steps += count;
        if (steps > MostSteps)
        {
            throw new ModelFormatException($"The chat template does not end within {MostSteps} steps.");
        }
    }

    /// <summary>Counts the characters of a text that is read through.</summary>
    public void Read(object? value)
    {
        if (value is string text)
        {
            Characters(text.Length);
        }
    }

    /// <summary>Counts characters before or as they are made.</summary>
    public void Characters(long count)
    {
        characters += count;
        if (characters > MostCharacters || count < 0)
        {
            throw new ModelFormatException($"The chat template makes or reads more than {MostCharacters} characters of text.");
        }
    }
}
