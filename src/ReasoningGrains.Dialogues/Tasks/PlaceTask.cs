using ReasoningGrains.Dialogues.Drawing;
using ReasoningGrains.Dialogues.Facts;
using ReasoningGrains.Dialogues.Words;

namespace ReasoningGrains.Dialogues.Tasks;

/// <summary>People who move about.</summary>
internal sealed class PlaceTask : IDialogueTask
{
    public string Name => "place";

    public double Weight(double progress) => 1.2;

    public IEnumerable<Beat> Thread(Draw draw)
    {
        string[] people = [.. Enumerable.Range(0, draw.Harder(1, 3)).Select(_ => Names.Person(draw))];
        string[] places = [.. Enumerable.Range(0, draw.Harder(3, 5)).Select(_ => Places.Room(draw))];
        var where = people.ToDictionary(person => person, _ => draw.Pick(places));
        foreach (var person in people)
        {
            yield return PersonFacts.Place.Tell(draw, Name, person, where[person]);
        }

        for (var left = draw.Harder(2, 5); left > 0; left--)
        {
            var person = draw.Pick(people);
            if (draw.Chance(0.35))
            {
                yield return PersonFacts.Place.Ask(draw, Name, person, where[person]);
                continue;
            }

            where[person] = draw.Pick([.. places.Where(place => place != where[person])]);
            yield return Moves.Tell(draw, Name, person, where[person]);
        }

        foreach (var person in draw.Shuffled(people).Take(2))
        {
            yield return PersonFacts.Place.Ask(draw, Name, person, where[person]);
        }
    }
}
