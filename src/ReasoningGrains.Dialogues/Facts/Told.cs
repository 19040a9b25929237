using ReasoningGrains.Dialogues.Drawing;
using ReasoningGrains.Dialogues.Words;

namespace ReasoningGrains.Dialogues.Facts;

/// <summary>A property of a subject with its value.</summary>
internal sealed record Told(Property Property, string Subject, string Value)
{
    private static readonly Property[] Locked = [ThingFacts.Code, ThingFacts.Code, ThingFacts.Password];
    private static readonly Property[] Loose = [ThingFacts.Price, ThingFacts.Place];

    /// <summary>Facts that resemble each other: of one person, of several things or people, or of the user.</summary>
    public static List<Told> Several(Draw draw, int count) => draw.Between(0, 9) switch
    {
        < 3 => OfUser(draw, count),
        < 5 => OfOnePerson(draw, count),
        < 7 => OfPeople(draw, count),
        < 9 => Alike(draw, count, draw.Pick(Locked), Things.Lock),
        _ => Alike(draw, count, draw.Pick(Loose), Things.Carried),
    };

    private static List<Told> OfUser(Draw draw, int count) =>
        [.. draw.Shuffled(OwnFacts.All).Where(property => draw.Take(property.Statement)).Take(count).Select(property => Of(draw, property, ""))];

    private static List<Told> OfOnePerson(Draw draw, int count)
    {
        var person = Names.Person(draw, "all");
        return [.. draw.Shuffled(PersonFacts.All).Where(property => draw.Tells(person, property.Statement)).Take(count).Select(property => Of(draw, property, person))];
    }

    /// <summary>The same of several people.</summary>
    public static List<Told> OfPeople(Draw draw, int count) => Alike(draw, count, draw.PickAlike(PersonFacts.All), Names.Person);

    private static List<Told> Alike(Draw draw, int count, Property property, Func<Draw, string, string> subject) =>
        [.. Enumerable.Range(0, count).Select(_ => Of(draw, property, subject(draw, property == ThingFacts.Place ? Possession.Where : property.Statement)))];

    private static Told Of(Draw draw, Property property, string subject) => new(property, subject, property.Value(draw));
}
