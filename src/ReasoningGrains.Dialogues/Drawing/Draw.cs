namespace ReasoningGrains.Dialogues.Drawing;

/// <summary>What the parts of one dialogue are drawn with.</summary>
/// <param name="random">Seeded by the dialogue.</param>
/// <param name="split">Whose names, numbers and wordings.</param>
/// <param name="difficulty">0 to 1: longer chains, bigger numbers, more that resembles what is asked.</param>
internal sealed class Draw(Random random, Split split, double difficulty)
{
    private readonly HashSet<string> taken = new(StringComparer.OrdinalIgnoreCase);

    public Split Split => split;

    public Style Style { get; } = Style.Draw(random);

    /// <summary>Both included.</summary>
    public int Between(int least, int most) => random.Next(least, most + 1);

    /// <summary>Like <see cref="Between"/>, where the upper end opens with difficulty.</summary>
    public int Harder(int least, int most) => Between(least, least + (int)Math.Round((most - least) * Math.Clamp(difficulty, 0, 1)));

    public bool Chance(double share) => random.NextDouble() < share;

    public T Pick<T>(IReadOnlyList<T> from) => from[random.Next(from.Count)];

    public List<T> Shuffled<T>(IEnumerable<T> items)
    {
        T[] array = [.. items];
        random.Shuffle(array);
        return [.. array];
    }

    /// <summary>Makes something that this dialogue has not used and that belongs to the split.</summary>
    public string Fresh(Func<Draw, string> make)
    {
        while (true)
        {
            var made = make(this);
            if (Partition.Has(split, made) && taken.Add(made))
            {
                return Style.Case(made);
            }
        }
    }

    /// <summary>Makes something that this dialogue has not used; both splits may.</summary>
    public string Unused(Func<Draw, string> make)
    {
        while (true)
        {
            var made = make(this);
            if (taken.Add(made))
            {
                return Style.Case(made);
            }
        }
    }

    /// <summary>Whether the subject was still free; it is taken now.</summary>
    public bool Take(string subject) => taken.Add(subject);

    /// <summary>Words for a thing said, with its slots filled.</summary>
    public string Say(Wording wording, params ReadOnlySpan<(string Slot, string Value)> slots)
    {
        var text = wording.Draw(random, split);
        foreach (var (slot, value) in slots)
        {
            text = text.Replace(slot, value, StringComparison.Ordinal);
        }

        return text;
    }
}
