using ReasoningGrains.Dialogues.Drawing;
using ReasoningGrains.Dialogues.Facts;

namespace ReasoningGrains.Dialogues.Tasks;

/// <summary>Facts that are put right, at once or later.</summary>
internal sealed class CorrectionTask : IDialogueTask
{
    public string Name => "correction";

    public double Weight(double progress) => 1.3;

    public IEnumerable<Beat> Thread(Draw draw)
    {
        List<Told> told = Told.Several(draw, draw.Harder(1, 3));
        var corrected = new HashSet<int>();
        for (var at = 0; at < told.Count; at++)
        {
            var (property, subject, value) = told[at];
            yield return property.Tell(draw, Name, subject, value);
            if (draw.Chance(0.5) && corrected.Add(at))
            {
                told[at] = told[at] with { Value = property.Other(draw, value) };
                yield return property.Correct(draw, Name, subject, value, told[at].Value);
            }
        }

        foreach (var at in draw.Shuffled(Enumerable.Range(0, told.Count)))
        {
            var (property, subject, value) = told[at];
            if (!corrected.Contains(at) || draw.Chance(0.3))
            {
                told[at] = told[at] with { Value = property.Other(draw, value) };
                yield return property.Change(draw, Name, subject, told[at].Value);
            }
        }

        foreach (var fact in draw.Shuffled(told).Take(2))
        {
            yield return fact.Property.Ask(draw, Name, fact.Subject, fact.Value);
        }
    }
}
