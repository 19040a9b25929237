using ReasoningGrains.Dialogues.Drawing;
using ReasoningGrains.Dialogues.Facts;

namespace ReasoningGrains.Dialogues.Tasks;

/// <summary>What was told some time ago: several facts of one subject, or one of several.</summary>
internal sealed class RecallTask : IDialogueTask
{
    private const double ManyShare = 0.2;

    public string Name => "recall";

    public double Weight(double progress) => 1.4;

    public IEnumerable<Beat> Thread(Draw draw)
    {
        // Many that differ in little beside their names, as long conversations have them.
        var many = draw.Split == Split.Training && draw.Chance(ManyShare);
        var told = many ? Told.OfPeople(draw, draw.Harder(6, 14)) : Told.Several(draw, draw.Harder(2, 4));
        foreach (var fact in told)
        {
            yield return fact.Property.Tell(draw, Name, fact.Subject, fact.Value);
        }

        foreach (var fact in draw.Shuffled(told).Take(many ? draw.Between(3, 6) : draw.Between(1, 3)))
        {
            yield return fact.Property.Ask(draw, Name, fact.Subject, fact.Value);
        }
    }
}
