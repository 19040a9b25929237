using ReasoningGrains.Dialogues.Words;

namespace ReasoningGrains.Dialogues.Drawing;

/// <summary>What the parts of one dialogue are drawn with.</summary>
/// <param name="random">Seeded by the dialogue.</param>
/// <param name="split">Whose names, numbers and wordings.</param>
/// <param name="difficulty">0 to 1: longer chains, bigger numbers, more that resembles what is asked.</param>
internal sealed class Draw(Random random, Split split, double difficulty)
{
    private const double ResemblingShare = 0.5;
    private const double AgainShare = 0.4;
    private readonly HashSet<string> taken = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<Func<Draw, string, string>, List<string>> families = [];
    private readonly Dictionary<string, List<string>> subjects = [];
    private readonly Dictionary<object, object> picked = [];
    private readonly List<(string Subject, string About)> told = [];
    private readonly List<(string Thing, string About)> neverTold = [];

    public Split Split => split;

    public Style Style { get; } = Style.Draw(random);

    /// <summary>Both included.</summary>
    public int Between(int least, int most) => random.Next(least, most + 1);

    /// <summary>Like <see cref="Between"/>, where the upper end opens with difficulty.</summary>
    public int Harder(int least, int most) => Between(least, least + (int)Math.Round((most - least) * Math.Clamp(difficulty, 0, 1)));

    public bool Chance(double share) => random.NextDouble() < share;

    public T Pick<T>(IReadOnlyList<T> from) => from[random.Next(from.Count)];

    /// <summary>Like <see cref="Pick"/>, and in training often the one that was picked last: several people then have an age, or apples. See <see cref="Resembling"/>.</summary>
    public T PickAlike<T>(IReadOnlyList<T> from)
        where T : class
    {
        var pick = Resembles() && picked.TryGetValue(from, out var last) ? (T)last : Pick(from);
        picked[from] = pick;
        return pick;
    }

    public List<T> Shuffled<T>(IEnumerable<T> items)
    {
        T[] array = [.. items];
        random.Shuffle(array);
        return [.. array];
    }

    /// <summary>Makes something that this dialogue has not used and that belongs to the split.</summary>
    public string Fresh(Func<Draw, string> make) => Style.Case(Free(make, IsOfSplit));

    /// <summary>Like <see cref="Fresh(Func{Draw, string})"/>, and in training often like something that the dialogue has already: see <see cref="Resembling"/>.</summary>
    public string Fresh(Func<Draw, string> make, Func<Draw, string, string> resembling) => Style.Case(Resembling(make, resembling, IsOfSplit));

    /// <summary>Makes something that this dialogue has not used, in training often like something that it has; both splits may.</summary>
    public string Unused(Func<Draw, string> make, Func<Draw, string, string> resembling) => Style.Case(Resembling(make, resembling, static _ => true));

    /// <summary>
    /// Somebody or something that this dialogue has not used, or, in training, has told something else about: then the subject alone does not say which note is meant.
    /// </summary>
    /// <param name="kind">Of subject.</param>
    /// <param name="about">What is told of it now, by this thread alone.</param>
    /// <param name="make">Makes one that was not used.</param>
    public string Subject(string kind, string about, Func<Draw, string> make)
    {
        if (!subjects.TryGetValue(kind, out var known))
        {
            subjects[kind] = known = [];
        }

        if (split == Split.Training && known.Count > 0 && Chance(AgainShare * difficulty) && Pick(known) is var again && Tells(again, about))
        {
            return again;
        }

        var made = make(this);
        while (neverTold.Exists(thing => thing.About == about && Things.CouldBeOne(thing.Thing, made)))
        {
            made = make(this);
        }

        known.Add(made);
        Tells(made, about);
        return made;
    }

    /// <summary>Whether nothing was told, or asked in vain, about this of the subject; it is this thread's now.</summary>
    public bool Tells(string subject, string about)
    {
        told.Add((subject, about));
        return Take($"{subject}: {about}");
    }

    /// <summary>
    /// A thing of which something is asked and never told. In the evaluation the same is not told of anything that could be meant either: who has told who has the brown lamp may well ask who has the lamp.
    /// </summary>
    /// <param name="about">What is asked of it.</param>
    /// <param name="thing">Draws one of which this is to be told.</param>
    public string NeverTold(string about, Func<Draw, string, string> thing)
    {
        while (true)
        {
            var drawn = thing(this, about);
            if (split == Split.Training)
            {
                return drawn;
            }

            if (!told.Exists(other => other.About == about && other.Subject != drawn && Things.CouldBeOne(other.Subject, drawn)))
            {
                neverTold.Add((drawn, about));
                return drawn;
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

    /// <summary>Long conversations have many things that can be mistaken for each other. Short ones have them by chance only, so in training they are made: else nothing teaches to tell them apart.</summary>
    /// <param name="make">Makes any.</param>
    /// <param name="resembling">Makes one that can be mistaken for the given one.</param>
    /// <param name="allowed">Of what is made.</param>
    private string Resembling(Func<Draw, string> make, Func<Draw, string, string> resembling, Func<string, bool> allowed)
    {
        if (!families.TryGetValue(resembling, out var others))
        {
            families[resembling] = others = [];
        }

        var made = Free(draw => others.Count > 0 && Resembles() ? resembling(draw, draw.Pick(others)) : make(draw), allowed);
        others.Add(made);
        return made;
    }

    private bool Resembles() => split == Split.Training && Chance(ResemblingShare * difficulty);

    private string Free(Func<Draw, string> make, Func<string, bool> allowed)
    {
        while (true)
        {
            var made = make(this);
            if (allowed(made) && taken.Add(made))
            {
                return made;
            }
        }
    }

    private bool IsOfSplit(string made) => Partition.Has(split, made);
}
