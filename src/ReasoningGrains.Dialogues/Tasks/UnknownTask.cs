using ReasoningGrains.Dialogues.Drawing;
using ReasoningGrains.Dialogues.Facts;
using ReasoningGrains.Dialogues.Words;

namespace ReasoningGrains.Dialogues.Tasks;

/// <summary>Questions about what was never told, beside facts that resemble it: every kind of question that a told fact answers. In training some of it is told then, and asked again.</summary>
internal sealed class UnknownTask : IDialogueTask
{
    private const double BesideShare = 0.8;
    private const double LaterShare = 0.3;
    private static readonly Property[] OfLocks = [ThingFacts.Code, ThingFacts.Code, ThingFacts.Password];

    public string Name => "unknown";

    public double Weight(double progress) => 1.5 + progress;

    public IEnumerable<Beat> Thread(Draw draw) => draw.Between(0, 9) switch
    {
        < 3 => OfPerson(draw),
        3 => Where(draw),
        < 6 => OfThing(draw, draw.Pick(OfLocks), Things.Lock),
        6 => OfThing(draw, ThingFacts.Price, Things.Carried),
        7 => WhoHas(draw),
        8 => HowMany(draw),
        _ => Own(draw),
    };

    /// <summary>The same of another person, or something else of the same one.</summary>
    private IEnumerable<Beat> OfPerson(Draw draw)
    {
        var told = draw.PickAlike(PersonFacts.All);
        var person = Names.Person(draw, told.Statement);
        if (draw.Chance(BesideShare))
        {
            yield return told.Tell(draw, Name, person, told.Value(draw));
        }

        var other = draw.Pick(PersonFacts.All);
        var untold = draw.Chance(0.5) && draw.Tells(person, other.Statement) ? Untold(draw, other, person) : Untold(draw, told, Names.Person(draw, told.Statement));
        foreach (var beat in untold)
        {
            yield return beat;
        }
    }

    private IEnumerable<Beat> Where(Draw draw)
    {
        var house = new House();
        if (draw.Chance(BesideShare))
        {
            yield return house.Tell(draw, Name, Names.Person(draw, PersonFacts.Place.Statement), Places.Room(draw));
        }

        var person = Names.Person(draw, PersonFacts.Place.Statement);
        yield return PersonFacts.Place.AskUntold(draw, Name, person);
        if (IsToldLater(draw))
        {
            yield return house.Tell(draw, Name, person, Places.Room(draw));
            yield return PersonFacts.Place.Ask(draw, Name, person, house.Place(person));
        }
    }

    private IEnumerable<Beat> OfThing(Draw draw, Property property, Func<Draw, string, string> thing)
    {
        if (draw.Chance(BesideShare))
        {
            yield return property.Tell(draw, Name, thing(draw, property.Statement), property.Value(draw));
        }

        foreach (var beat in Untold(draw, property, draw.NeverTold(property.Statement, thing)))
        {
            yield return beat;
        }
    }

    private IEnumerable<Beat> WhoHas(Draw draw)
    {
        var person = Names.Person(draw, "things");
        if (draw.Chance(BesideShare))
        {
            yield return Possession.Has(draw, Name, person, Things.Carried(draw, Possession.Where));
        }

        var thing = draw.NeverTold(Possession.Where, Things.Carried);
        yield return Possession.AskUntold(draw, Name, thing);
        if (IsToldLater(draw))
        {
            yield return Possession.Has(draw, Name, person, thing);
            yield return Possession.Ask(draw, Name, thing, Possession.With(thing, person));
        }
    }

    /// <summary>The same things of another person, or other things of the same one.</summary>
    private IEnumerable<Beat> HowMany(Draw draw)
    {
        var (what, other) = (Countable.Draw(draw), Countable.Draw(draw));
        var person = Names.Person(draw, what.Many);
        if (draw.Chance(BesideShare))
        {
            var holding = new Holding(person, what, draw.Between(1, 9));
            yield return Beat.Tell(Name, holding.Say(draw, holding.Words.Having, holding.Count), holding.Fact);
        }

        var untold = draw.Chance(0.5) && draw.Tells(person, other.Many) ? new Holding(person, other, 0) : new Holding(Names.Person(draw, what.Many), what, 0);
        yield return Beat.Ask(Name, untold.Say(draw, untold.Words.HowMany, 0), untold.Untold, Replies.Unknown);
    }

    private IEnumerable<Beat> Own(Draw draw) => draw.Pick(OwnFacts.All) is var property && draw.Take(property.Statement) ? Untold(draw, property, "") : OfThing(draw, ThingFacts.Price, Things.Carried);

    private IEnumerable<Beat> Untold(Draw draw, Property property, string subject)
    {
        yield return property.AskUntold(draw, Name, subject);
        if (IsToldLater(draw))
        {
            var value = property.Value(draw);
            yield return property.Tell(draw, Name, subject, value);
            yield return property.Ask(draw, Name, subject, value);
        }
    }

    private static bool IsToldLater(Draw draw) => draw.Split == Split.Training && draw.Chance(LaterShare);
}
