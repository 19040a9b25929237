using ReasoningGrains.Dialogues.Drawing;
using ReasoningGrains.Dialogues.Facts;
using ReasoningGrains.Dialogues.Words;

namespace ReasoningGrains.Dialogues.Tasks;

/// <summary>Questions about what was never told, beside facts that resemble it.</summary>
internal sealed class UnknownTask : IDialogueTask
{
    public string Name => "unknown";

    public double Weight(double progress) => 1.5;

    public IEnumerable<Beat> Thread(Draw draw)
    {
        var person = Names.Person(draw);
        var properties = draw.Shuffled(PersonFacts.All);
        var (told, other) = (properties[0], properties[1]);
        if (draw.Chance(0.7))
        {
            yield return told.Tell(draw, Name, person, told.Value(draw));
        }

        yield return draw.Between(0, 4) switch
        {
            0 => other.AskUntold(draw, Name, person),
            1 => told.AskUntold(draw, Name, Names.Person(draw)),
            2 => PersonFacts.Place.AskUntold(draw, Name, told != PersonFacts.City && draw.Chance(0.5) ? person : Names.Person(draw)),
            3 => ThingFacts.Code.AskUntold(draw, Name, Things.Lock(draw)),
            _ => Own(draw) ?? ThingFacts.Price.AskUntold(draw, Name, Things.Carried(draw)),
        };
    }

    private Beat? Own(Draw draw) => draw.Pick(OwnFacts.All) is var property && draw.Take(property.Statement) ? property.AskUntold(draw, Name, "") : null;
}
