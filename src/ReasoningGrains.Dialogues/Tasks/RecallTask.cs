using ReasoningGrains.Dialogues.Drawing;
using ReasoningGrains.Dialogues.Facts;

namespace ReasoningGrains.Dialogues.Tasks;

/// <summary>What was told some time ago: several facts of one subject, or one of several.</summary>
internal sealed class RecallTask : IDialogueTask
{
    public string Name => "recall";

    public double Weight(double progress) => 1.4;

    public IEnumerable<Beat> Thread(Draw draw)
    {
        var told = Told.Several(draw, draw.Harder(2, 4));
        foreach (var fact in told)
        {
            yield return fact.Property.Tell(draw, Name, fact.Subject, fact.Value);
        }

        foreach (var fact in draw.Shuffled(told).Take(draw.Between(1, 3)))
        {
            yield return fact.Property.Ask(draw, Name, fact.Subject, fact.Value);
        }
    }
}
