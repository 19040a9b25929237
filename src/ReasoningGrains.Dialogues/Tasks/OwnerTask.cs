using ReasoningGrains.Dialogues.Drawing;
using ReasoningGrains.Dialogues.Facts;
using ReasoningGrains.Dialogues.Words;

namespace ReasoningGrains.Dialogues.Tasks;

/// <summary>Things that change hands, get lost or are left somewhere.</summary>
internal sealed class OwnerTask : IDialogueTask
{
    public string Name => "owner";

    public double Weight(double progress) => 1.4;

    public IEnumerable<Beat> Thread(Draw draw)
    {
        string[] people = [.. Enumerable.Range(0, draw.Harder(2, 4)).Select(_ => Names.Person(draw, "things"))];
        string[] things = [.. Enumerable.Range(0, draw.Harder(1, 2)).Select(_ => Things.Carried(draw, Possession.Where))];
        var owner = new Dictionary<string, string>();
        var state = new Dictionary<string, string>();
        foreach (var thing in things)
        {
            owner[thing] = draw.Pick(people);
            state[thing] = Possession.With(thing, owner[thing]);
            yield return Possession.Has(draw, Name, owner[thing], thing);
        }

        for (var left = draw.Harder(1, 6); left > 0; left--)
        {
            var thing = draw.Pick(things);
            var next = draw.Pick([.. people.Where(person => person != owner[thing])]);
            yield return Possession.Gives(draw, Name, owner[thing], next, thing);
            owner[thing] = next;
            state[thing] = Possession.With(thing, next);
            if (draw.Chance(0.3))
            {
                yield return Possession.Ask(draw, Name, thing, state[thing]);
            }
        }

        var last = draw.Pick(things);
        if (draw.Chance(0.15))
        {
            state[last] = $"{last} is lost";
            yield return Possession.Loses(draw, Name, owner[last], last);
        }
        else if (draw.Chance(0.15))
        {
            var room = Places.Room(draw);
            state[last] = $"{last} is in {room}";
            yield return Possession.Drops(draw, Name, owner[last], last, room);
        }

        foreach (var thing in draw.Shuffled(things))
        {
            yield return Possession.Ask(draw, Name, thing, state[thing]);
        }
    }
}
