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
        string[] people = [.. Enumerable.Range(0, draw.Harder(1, 3)).Select(_ => Names.Person(draw, PersonFacts.Place.Statement))];
        string[] places = [.. Enumerable.Range(0, draw.Harder(3, 5)).Select(_ => Places.Room(draw))];
        var house = new House();
        foreach (var person in people)
        {
            yield return house.Tell(draw, Name, person, draw.Pick(places));
        }

        for (var left = draw.Harder(2, 5); left > 0; left--)
        {
            var person = draw.Pick(people);
            if (draw.Chance(0.35))
            {
                yield return PersonFacts.Place.Ask(draw, Name, person, house.Place(person));
                continue;
            }

            yield return house.Move(draw, Name, person, draw.Pick([.. places.Where(place => place != house.Place(person))]));
        }

        foreach (var person in draw.Shuffled(people).Take(2))
        {
            yield return PersonFacts.Place.Ask(draw, Name, person, house.Place(person));
        }
    }
}
