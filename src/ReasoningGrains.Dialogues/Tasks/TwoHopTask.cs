using ReasoningGrains.Dialogues.Drawing;
using ReasoningGrains.Dialogues.Facts;
using ReasoningGrains.Dialogues.Words;
using static ReasoningGrains.Dialogues.Drawing.Wording;

namespace ReasoningGrains.Dialogues.Tasks;

/// <summary>Answers that need two facts: where the thing is that somebody carries.</summary>
internal sealed class TwoHopTask : IDialogueTask
{
    private static readonly Wording Where = Asking("where is {t}", "where is {t} now", "where's {t}", "which place is {t} in", "where can I find {t}", "do you know where {t} is");

    public string Name => "two-hop";

    public double Weight(double progress) => 1 + progress;

    public IEnumerable<Beat> Thread(Draw draw)
    {
        string[] people = [.. Enumerable.Range(0, draw.Harder(2, 4)).Select(_ => Names.Person(draw, PersonFacts.Place.Statement))];
        string[] rooms = [.. people.Select(_ => Places.Room(draw)), Places.Room(draw)];
        var house = new House();
        var things = new Dictionary<string, string>();
        foreach (var person in draw.Shuffled(people))
        {
            // Of the last one no place is told now and then.
            if (person != people[^1] || draw.Chance(0.7))
            {
                yield return house.Tell(draw, Name, person, draw.Pick(rooms));
            }
        }

        foreach (var person in draw.Shuffled(people).Take(draw.Harder(1, 3)))
        {
            var thing = Things.Carried(draw, Possession.Where);
            things[thing] = person;
            yield return Possession.Has(draw, Name, person, thing);
        }

        for (var left = draw.Harder(0, 3); left > 0; left--)
        {
            if (draw.Chance(0.5))
            {
                var thing = draw.Pick([.. things.Keys]);
                var next = draw.Pick([.. people.Where(person => person != things[thing])]);
                yield return Possession.Gives(draw, Name, things[thing], next, thing);
                things[thing] = next;
            }
            else
            {
                var person = draw.Pick(people);
                yield return house.Move(draw, Name, person, draw.Pick([.. rooms.Where(room => !house.Has(person) || room != house.Place(person))]));
            }
        }

        foreach (var (thing, person) in draw.Shuffled(things).Take(2))
        {
            yield return Ask(draw, house, thing, person);
        }
    }

    private Beat Ask(Draw draw, House house, string thing, string person)
    {
        var (asked, first) = (draw.Say(Where, ("{t}", thing)), Possession.With(thing, person));
        return house.Has(person)
            ? Beat.Ask(Name, asked, $"{first}. {PersonFacts.Place.Fact(person, house.Place(person))}.", $"{draw.Style.Sentence(thing)} is in {house.Place(person)}.")
            : Beat.Ask(Name, asked, $"{first}. {PersonFacts.Place.Untold(person)}", $"{draw.Style.Sentence(first)}, but I do not know where {person} is.");
    }
}
